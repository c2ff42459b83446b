import { CircleAlert, FileQuestion, RotateCw, X } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'wouter'
import { useServices } from '../app/services.tsx'
import { qualityAdvice, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { failureWords } from './failure-words.ts'
import { isFinal, type UploadItem } from './upload-item.ts'

export function UploadList({ items }: { items: readonly UploadItem[] }) {
  const { upload } = useTexts()
  return (
    <ul className="upload-list" aria-label={upload.listLabel}>
      {items.map((item) => (
        <UploadRow key={item.id} item={item} />
      ))}
    </ul>
  )
}

const UploadRow = memo(({ item }: { item: UploadItem }) => {
  const texts = useTexts()
  const format = useFormat()
  const { uploads } = useServices()
  const { name, size, step, sent, picture, quality, failure, claimId, photoId } = item
  const advice = step === 'failed' ? null : qualityAdvice(texts, quality)
  return (
    <li className={`upload-row upload-${step}`}>
      <div className="upload-thumb">
        {picture ? (
          // Once more with the result: a picture that was lost with the connection stays lost otherwise.
          <img key={String(step === 'done')} src={picture} alt="" loading="lazy" decoding="async" />
        ) : (
          <FileQuestion aria-hidden="true" size={22} strokeWidth={1.5} />
        )}
      </div>
      <div className="upload-what">
        <p className="upload-name" title={name}>
          {name}
        </p>
        <p className="upload-step">
          <StepWords item={item} />
          {size !== null && <span className="upload-size">{format.bytes(size)}</span>}
        </p>
        {step === 'sending' && <progress aria-label={texts.upload.sendingLabel(name)} max={1} value={sent} />}
        {advice && (
          <p className={quality?.shouldRetake ? 'upload-advice upload-advice-bad' : 'upload-advice'}>
            <CircleAlert aria-hidden="true" size={16} /> {advice}
          </p>
        )}
        {failure && <p className="upload-failure">{failureWords(texts, failure)}</p>}
      </div>
      <div className="upload-acts">
        {step === 'done' && claimId && photoId && (
          <Link
            href={`/claims/${claimId}/photos/${photoId}`}
            className="button button-small"
            aria-label={texts.upload.resultOf(name)}
          >
            {texts.upload.result}
          </Link>
        )}
        {failure?.again && (
          <button
            type="button"
            className="button button-small"
            aria-label={texts.upload.retryOf(name)}
            onClick={() => uploads.retry(item.id)}
          >
            <RotateCw aria-hidden="true" size={15} /> {texts.shell.retry}
          </button>
        )}
        {isFinal(item) && (
          <button
            type="button"
            className="icon-button"
            aria-label={texts.upload.removeFromList(name)}
            onClick={() => uploads.remove(item.id)}
          >
            <X aria-hidden="true" size={16} />
          </button>
        )}
      </div>
    </li>
  )
})

function StepWords({ item: { step, result, delayed } }: { item: UploadItem }) {
  const texts = useTexts()
  const format = useFormat()
  const { upload } = texts
  if (delayed) return <span className="badge badge-warn">{upload.delayed[delayed]}</span>
  if (step !== 'done' || !result) {
    return (
      <span className={`badge ${step === 'failed' ? 'badge-bad' : 'badge-info'}`}>{upload.steps[step]}</span>
    )
  }
  const types = [...new Set(result.damages.map(({ type }) => typeName(texts, type)))]
  const found =
    result.damages.length === 0 ? upload.noDamage : upload.found(result.damages.length, format.list(types))
  return (
    <>
      <span className={`badge ${result.damages.length === 0 ? 'badge-good' : 'badge-warn'}`}>{found}</span>
      {result.status === 'NEEDS_REVIEW' && (
        <span className="badge badge-info">{texts.names.statuses.NEEDS_REVIEW}</span>
      )}
    </>
  )
}
