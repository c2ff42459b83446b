import { useEffect, useRef } from 'react'
import { AuditList } from '../claim/audit-list.tsx'
import { SeverityBadge } from '../components/status-badges.tsx'
import { TypeDot } from '../components/type-badge.tsx'
import { DamageCrop } from '../crop/damage-crop.tsx'
import type { FragmentOf } from '../graphql/graphql.ts'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { DamageRow } from './operations.ts'
import type { ViewedPhoto } from './photo-result.tsx'

type Damage = FragmentOf<typeof DamageRow>

interface DamageListProps {
  photo: ViewedPhoto
  damages: readonly Damage[]
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
      <ul>
        {damages.map((damage) => (
          <DamageItem
            key={damage.id}
            damage={damage}
            photo={photo}
            selected={damage.id === selectedId}
            hovered={damage.id === hoveredId}
            onSelect={() => onSelect(damage.id === selectedId ? null : damage.id)}
            onHover={(over) => onHover(over ? damage.id : null)}
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

interface DamageItemProps {
  damage: Damage
  photo: ViewedPhoto
  selected: boolean
  hovered: boolean
  onSelect: () => void
  onHover: (over: boolean) => void
}

function DamageItem({ damage, photo, selected, hovered, onSelect, onHover }: DamageItemProps) {
  const texts = useTexts()
  const { photo: words, names } = texts
  const format = useFormat()
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (selected) item.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const { type, part, severity, confidence, state, plausible, original, history } = damage
  const name = `${typeName(texts, type)}, ${partName(texts, part)}`
  return (
    <li
      ref={item}
      className={`damage ${selected ? 'damage-selected' : ''} ${hovered ? 'damage-hovered' : ''} damage-${state.toLowerCase()}`}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <button type="button" className="damage-button" aria-pressed={selected} onClick={onSelect}>
        {photo.links && photo.width && photo.height && (
          <DamageCrop
            src={photo.links.normalized}
            alt={words.crop(name)}
            box={damage.box}
            width={photo.width}
            height={photo.height}
          />
        )}
        <span className="damage-words">
          <span className="damage-title">
            <TypeDot type={type} /> {typeName(texts, type)}
          </span>
          <span>{partName(texts, part)}</span>
          <span className="damage-badges">
            <SeverityBadge severity={severity} />
            {state !== 'UNREVIEWED' && <span className="badge">{names.states[state]}</span>}
            {plausible === false && <span className="badge badge-warn">{words.implausible}</span>}
          </span>
        </span>
      </button>
      {selected && (
        <div className="damage-more">
          <dl className="facts">
            <Fact label={words.sure} value={format.confidence(confidence)} />
            <Fact label={words.areaPhoto} value={format.percent(damage.areaPct)} />
            <Fact label={words.areaPart} value={format.percent(damage.partAreaPct)} />
            <Fact label={words.areaVehicle} value={format.percent(damage.vehicleAreaPct)} />
          </dl>
          {original && <p>{words.was(typeName(texts, original.type), partName(texts, original.part))}</p>}
          {history.length > 0 && (
            <>
              <h3>{words.history}</h3>
              <AuditList entries={history} />
            </>
          )}
        </div>
      )}
    </li>
  )
}

const Fact = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
)
