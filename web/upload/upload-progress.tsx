import { useServices } from '../app/services.tsx'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { Progress } from './progress.ts'
import { useUploads } from './use-uploads.ts'

export function UploadProgress({ progress }: { progress: Progress }) {
  const { upload } = useTexts()
  const format = useFormat()
  const { uploads } = useServices()
  const { items } = useUploads()
  const { total, finished, pending, share, secondsLeft } = progress
  const again = items.filter(({ failure }) => failure?.again).length
  const left =
    pending === 0
      ? upload.allDone
      : secondsLeft === null
        ? upload.estimating
        : upload.timeLeft(format.duration(secondsLeft))
  return (
    <div className="upload-progress">
      <div className="upload-progress-words" role="status" aria-live="polite">
        <strong>{upload.finished(format.number(finished), format.number(total))}</strong>
        <span>{left}</span>
      </div>
      <progress aria-label={upload.progress} max={1} value={share} />
      {again > 0 && (
        <button type="button" className="button button-small" onClick={() => uploads.retryAll()}>
          {upload.retryAll(format.number(again))}
        </button>
      )}
    </div>
  )
}
