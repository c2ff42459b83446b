import { Missing } from '../components/missing.tsx'
import { useTexts } from '../texts/texts-context.tsx'

/** In place of a page whose photo is not in its claim. */
export function MissingPhoto({ claimId }: { claimId: string }) {
  const { photo, upload } = useTexts()
  return (
    <Missing
      title={photo.missingTitle}
      text={photo.missing}
      href={`/claims/${claimId}`}
      way={upload.openClaim}
    />
  )
}
