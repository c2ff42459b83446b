import { FileArchive } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { useLocation } from 'wouter'
import { useServices } from '../app/services.tsx'
import { DropArea } from '../components/drop-area.tsx'
import { FileButton } from '../components/file-button.tsx'
import { Notice } from '../components/notice.tsx'
import { useLeaveWarning } from '../components/use-leave-warning.ts'
import { reasonWords } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { BatchOptions } from './send-zip.ts'

const isZip = (file: File) => /\.zip$/i.test(file.name) || /^application\/(x-)?zip/.test(file.type)

/** Where a zip goes in, and how far it is. */
export function ZipDrop() {
  const texts = useTexts()
  const { batches, shell } = texts
  const format = useFormat()
  const { zipUpload } = useServices()
  const sending = useSyncExternalStore(zipUpload.subscribe, zipUpload.state)
  const [, go] = useLocation()
  const [odd, setOdd] = useState(false)
  const [grouping, setGrouping] = useState<BatchOptions['grouping']>('photo')
  const [closer, setCloser] = useState(false)
  const busy = sending !== null && sending.failure === null

  useLeaveWarning(busy)

  const show = (id: string | null) => id && go(`/bulk/${id}`)
  function take(files: readonly File[]) {
    const zip = files.find(isZip)
    setOdd(!zip && files.length > 0)
    if (zip) void zipUpload.start(zip, { grouping, detail: closer ? 'high' : 'standard' }).then(show)
  }

  if (sending && busy) {
    return (
      <section className="card batch-sending" aria-label={batches.sending(sending.name)}>
        <div className="batch-progress-words" role="status">
          <strong>{batches.sending(sending.name)}</strong>
          <span>{batches.sent(format.bytes(sending.sent), format.bytes(sending.size))}</span>
        </div>
        <progress aria-label={batches.sending(sending.name)} max={sending.size} value={sending.sent} />
        <button type="button" className="button button-small" onClick={() => zipUpload.stop()}>
          {batches.cancelSending}
        </button>
      </section>
    )
  }
  return (
    <>
      <DropArea
        label={batches.choose}
        icon={FileArchive}
        text={batches.drop}
        touchText={batches.touch}
        hint={batches.hint}
        onFiles={take}
      >
        <FileButton
          label={batches.choose}
          className="button button-primary"
          accept=".zip,application/zip"
          testId="zip"
          onFiles={take}
        />
      </DropArea>
      {odd && <Notice tone="bad">{batches.notZip}</Notice>}
      {sending?.failure && (
        <Notice tone="bad" title={sending.name}>
          <p>{reasonWords(texts, sending.failure.code, sending.failure.message ?? batches.failedSending)}</p>
          <button type="button" className="button" onClick={() => void zipUpload.retry().then(show)}>
            {shell.retry}
          </button>
        </Notice>
      )}
      <div className="upload-options">
        <label className="field">
          <span>{batches.grouping}</span>
          <select
            value={grouping}
            onChange={({ target }) => setGrouping(target.value as BatchOptions['grouping'])}
          >
            <option value="photo">{batches.groupings.PHOTO}</option>
            <option value="folder">{batches.groupings.FOLDER}</option>
          </select>
        </label>
        <label className="check">
          <input type="checkbox" checked={closer} onChange={({ target }) => setCloser(target.checked)} />
          <span>
            {batches.closer} <small>{texts.upload.closerHint}</small>
          </span>
        </label>
      </div>
    </>
  )
}
