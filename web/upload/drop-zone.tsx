import { Camera, ImagePlus } from 'lucide-react'
import { DropArea } from '../components/drop-area.tsx'
import { FileButton } from '../components/file-button.tsx'
import { useTexts } from '../texts/texts-context.tsx'

interface DropZoneProps {
  onFiles: (files: readonly File[]) => void
  /** Smaller, where photos are listed below. */
  compact: boolean
}

const ACCEPT = 'image/*,.heic,.heif,.zip,application/zip'

/** Where photos go in: dropped, chosen, or taken with the phone's camera. */
export function DropZone({ onFiles, compact }: DropZoneProps) {
  const { upload } = useTexts()
  return (
    <DropArea
      label={upload.dropLabel}
      icon={ImagePlus}
      text={upload.drop}
      touchText={upload.touch}
      hint={upload.hint}
      compact={compact}
      onFiles={onFiles}
    >
      <FileButton
        label={upload.choose}
        className="button button-primary"
        accept={ACCEPT}
        multiple
        testId="files"
        onFiles={onFiles}
      />
      <FileButton
        label={upload.takePhoto}
        className="button drop-touch"
        accept="image/*"
        camera
        testId="camera"
        onFiles={onFiles}
      >
        <Camera aria-hidden="true" size={18} />
      </FileButton>
    </DropArea>
  )
}
