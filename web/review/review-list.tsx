import { DamageItem } from '../damages/damage-item.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import type { ReviewedPhoto } from './review-types.ts'

interface ReviewListProps {
  photo: ReviewedPhoto
  chosenId: string | null
  onChoose: (id: string) => void
  hoveredId: string | null
  onHover: (id: string | null) => void
}

/** Every damage of the photo, with what was said of the chosen one. */
export function ReviewList({ photo, chosenId, onChoose, hoveredId, onHover }: ReviewListProps) {
  const { review } = useTexts()
  return (
    <section className="card review-list" aria-label={review.list}>
      <ul className="damage-list">
        {photo.damages.map((damage) => (
          <DamageItem
            key={damage.id}
            damage={damage}
            photo={photo}
            chosen={damage.id === chosenId}
            hovered={damage.id === hoveredId}
            onChoose={() => onChoose(damage.id)}
            onHover={(over) => onHover(over ? damage.id : null)}
            areas={false}
          />
        ))}
      </ul>
      {photo.damages.length === 0 && <p>{review.noDamages}</p>}
    </section>
  )
}
