import { DamageItem, type ListedDamage } from '../damages/damage-item.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import type { ViewedPhoto } from './photo-result.tsx'

interface DamageListProps {
  photo: ViewedPhoto
  damages: readonly ListedDamage[]
  /** How many the filters leave out. */
  hidden: number
  selectedId: string | null
  onSelect: (id: string | null) => void
  hoveredId: string | null
  onHover: (id: string | null) => void
  onShowAll: () => void
  pending: boolean
}

/** The damages in words; linked with the viewer by hovering and choosing. */
export function DamageList(props: DamageListProps) {
  const { photo, damages, hidden, selectedId, onSelect, hoveredId, onHover, onShowAll, pending } = props
  const { photo: words } = useTexts()
  const { assessment } = photo
  return (
    <section className="card photo-damages" aria-labelledby="damages">
      <h2 id="damages">{words.list}</h2>
      {damages.length === 0 && hidden === 0 && !pending && (
        <p>{assessment?.vehicle === false ? words.noVehicle : words.none}</p>
      )}
      <ul className="damage-list">
        {damages.map((damage) => (
          <DamageItem
            key={damage.id}
            damage={damage}
            photo={photo}
            chosen={damage.id === selectedId}
            hovered={damage.id === hoveredId}
            onChoose={() => onSelect(damage.id === selectedId ? null : damage.id)}
            onHover={(over) => onHover(over ? damage.id : null)}
            areas
          />
        ))}
      </ul>
      {hidden > 0 && (
        <p className="photo-hidden">
          {words.hidden(hidden)}{' '}
          <button type="button" className="button button-small" onClick={onShowAll}>
            {words.showAll}
          </button>
        </p>
      )}
    </section>
  )
}
