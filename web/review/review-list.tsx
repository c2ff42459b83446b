import { useEffect, useRef } from 'react'
import { AuditList } from '../claim/audit-list.tsx'
import { SeverityBadge } from '../components/status-badges.tsx'
import { TypeDot } from '../components/type-badge.tsx'
import { DamageCrop } from '../crop/damage-crop.tsx'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ReviewedDamage, ReviewedPhoto } from './review-types.ts'

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
      <ul>
        {photo.damages.map((damage) => (
          <ReviewItem
            key={damage.id}
            damage={damage}
            photo={photo}
            chosen={damage.id === chosenId}
            hovered={damage.id === hoveredId}
            onChoose={() => onChoose(damage.id)}
            onHover={(over) => onHover(over ? damage.id : null)}
          />
        ))}
      </ul>
      {photo.damages.length === 0 && <p>{review.noDamages}</p>}
    </section>
  )
}

interface ReviewItemProps {
  damage: ReviewedDamage
  photo: ReviewedPhoto
  chosen: boolean
  hovered: boolean
  onChoose: () => void
  onHover: (over: boolean) => void
}

const tones = {
  UNREVIEWED: 'badge-info',
  CONFIRMED: 'badge-good',
  CORRECTED: 'badge-good',
  ADDED: 'badge-good',
  REJECTED: '',
}

function ReviewItem({ damage, photo, chosen, hovered, onChoose, onHover }: ReviewItemProps) {
  const texts = useTexts()
  const { names, photo: words } = texts
  const format = useFormat()
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const { type, part, severity, confidence, state, plausible, original, history } = damage
  const name = `${typeName(texts, type)}, ${partName(texts, part)}`
  return (
    <li
      ref={item}
      className="review-item"
      data-chosen={chosen}
      data-hovered={hovered}
      data-rejected={state === 'REJECTED'}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <button type="button" className="review-choose" aria-pressed={chosen} onClick={onChoose}>
        {photo.links && photo.width && photo.height && (
          <DamageCrop
            src={photo.links.normalized}
            alt={words.crop(name)}
            box={damage.box}
            width={photo.width}
            height={photo.height}
          />
        )}
        <span className="review-words">
          <span className="review-name">
            <TypeDot type={type} /> {typeName(texts, type)} · {format.confidence(confidence)}
          </span>
          <span>{partName(texts, part)}</span>
          <span className="review-badges">
            <SeverityBadge severity={severity} />
            <span className={`badge ${tones[state]}`}>{names.states[state]}</span>
            {plausible === false && <span className="badge badge-warn">{words.implausible}</span>}
          </span>
        </span>
      </button>
      {chosen && (history.length > 0 || original) && (
        <div className="review-history">
          {original && <p>{words.was(typeName(texts, original.type), partName(texts, original.part))}</p>}
          {history.length > 0 && <AuditList entries={history} />}
        </div>
      )}
    </li>
  )
}
