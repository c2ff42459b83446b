import './upload.css'
import { useEffect, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { useServices } from '../app/services.tsx'
import { Page } from '../components/page.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import { DropZone } from './drop-zone.tsx'
import { sourcesOf } from './sources.ts'
import { UploadList } from './upload-list.tsx'
import { UploadProgress } from './upload-progress.tsx'
import { useUploads } from './use-uploads.ts'

/** The first page: photos go in, results come out as they arrive. */
export function UploadPage() {
  const { upload, batches } = useTexts()
  const { uploads } = useServices()
  const { items, progress, claimId } = useUploads()
  const [params, setParams] = useSearchParams()
  const [reference, setReference] = useState('')
  const [closer, setCloser] = useState(false)
  const wanted = params.get('claim')

  useEffect(() => {
    if (wanted && uploads.state().claimId !== wanted) uploads.begin(wanted)
  }, [wanted, uploads])

  async function take(files: readonly File[]) {
    uploads.add(await sourcesOf(files), {
      detail: closer ? 'HIGH' : 'STANDARD',
      reference: reference.trim() || null,
    })
  }

  function startOver() {
    uploads.begin(null)
    setReference('')
    setParams({})
  }

  return (
    <Page title={upload.title} lead={upload.lead}>
      {claimId && (
        <div className="upload-target" role="status">
          <span>{wanted ? upload.addingTo : upload.opened}</span>
          <Link href={`/claims/${claimId}`} className="button button-primary">
            {upload.openClaim}
          </Link>
          <button type="button" className="button" onClick={startOver}>
            {upload.another}
          </button>
        </div>
      )}
      <DropZone onFiles={(files) => void take(files)} compact={items.length > 0} />
      <div className="upload-options">
        {!claimId && (
          <label className="field">
            <span>{upload.reference}</span>
            <input
              type="text"
              value={reference}
              maxLength={64}
              placeholder={upload.referenceHint}
              onChange={(event) => setReference(event.target.value)}
            />
          </label>
        )}
        <label className="check">
          <input type="checkbox" checked={closer} onChange={(event) => setCloser(event.target.checked)} />
          <span>
            {upload.closer} <small>{upload.closerHint}</small>
          </span>
        </label>
      </div>
      {items.length === 0 && (
        <p className="upload-many">
          {batches.many} <Link href="/bulk">{batches.sendBatch}</Link>
        </p>
      )}
      {items.length > 0 && (
        <>
          <UploadProgress progress={progress} />
          <UploadList items={items} />
        </>
      )}
    </Page>
  )
}
