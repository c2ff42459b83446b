import { Camera, ImagePlus } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import { droppedFiles } from './dropped-files.ts'

interface DropZoneProps {
  onFiles: (files: readonly File[]) => void
  /** Smaller, where photos are listed below. */
  compact: boolean
}

const ACCEPT = 'image/*,.heic,.heif,.zip,application/zip'

/** Where photos go in: dropped, chosen, or taken with the phone's camera. */
export function DropZone({ onFiles, compact }: DropZoneProps) {
  const { upload } = useTexts()
  const [over, setOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void droppedFiles(event.dataTransfer).then(onFiles)
  }

  const chosen = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])])
    // The same file may be chosen again.
    input.value = ''
  }

  return (
    <section
      aria-label={upload.dropLabel}
      className={`drop ${over ? 'drop-over' : ''} ${compact ? 'drop-compact' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <ImagePlus aria-hidden="true" className="drop-icon" size={compact ? 28 : 44} strokeWidth={1.5} />
      <p className="drop-text">{upload.drop}</p>
      <div className="drop-buttons">
        <button type="button" className="button button-primary" onClick={() => files.current?.click()}>
          {upload.choose}
        </button>
        <button type="button" className="button drop-camera" onClick={() => camera.current?.click()}>
          <Camera aria-hidden="true" size={18} />
          {upload.takePhoto}
        </button>
      </div>
      <p className="drop-hint">{upload.hint}</p>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={ACCEPT}
        aria-label={upload.choose}
        data-testid="files"
        onChange={(event) => chosen(event.target)}
      />
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        aria-label={upload.takePhoto}
        data-testid="camera"
        onChange={(event) => chosen(event.target)}
      />
    </section>
  )
}
