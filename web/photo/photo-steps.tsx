import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Link } from 'wouter'
import { useFormat, useTexts } from '../texts/texts-context.tsx'

interface PhotoStepsProps {
  claimId: string
  ids: readonly string[]
  photoId: string
}

/** To the photo before and after in the claim. */
export function PhotoSteps({ claimId, ids, photoId }: PhotoStepsProps) {
  const { photo } = useTexts()
  const format = useFormat()
  const at = ids.indexOf(photoId)
  const step = (id: string | undefined, label: string, Icon: typeof ChevronLeft) =>
    id ? (
      <Link href={`/claims/${claimId}/photos/${id}`} className="icon-button" aria-label={label}>
        <Icon aria-hidden="true" size={20} />
      </Link>
    ) : (
      <span className="icon-button photo-step-none">
        <Icon aria-hidden="true" size={20} />
      </span>
    )
  return (
    <span className="photo-steps">
      {step(ids[at - 1], photo.previous, ChevronLeft)}
      <span>{photo.of(format.number(at + 1), format.number(ids.length))}</span>
      {step(ids[at + 1], photo.next, ChevronRight)}
    </span>
  )
}
