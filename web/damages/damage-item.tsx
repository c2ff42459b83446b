import './damages.css'
import { useEffect, useRef } from 'react'
import { SeverityBadge } from '../components/status-badges.tsx'
import { TypeDot } from '../components/type-badge.tsx'
import { DamageCrop } from '../crop/damage-crop.tsx'
import type { FragmentOf } from '../graphql/graphql.ts'
import type { DamageRow } from '../photo/operations.ts'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { DamageDetails } from './damage-details.tsx'

export type ListedDamage = FragmentOf<typeof DamageRow>

interface DamageItemProps {
  damage: ListedDamage
  /** What the damage is cut out of; its sides in pixels, null while they are unknown. */
  photo: { links: { normalized: string } | null; width: number | null; height: number | null }
  chosen: boolean
  hovered: boolean
  onChoose: () => void
  onHover: (over: boolean) => void
  /** Whether the chosen one tells its areas too. */
  areas: boolean
}

const tones = {
  UNREVIEWED: 'badge-info',
  CONFIRMED: 'badge-good',
  CORRECTED: 'badge-good',
  ADDED: 'badge-good',
  REJECTED: '',
}

/** One damage of a list that is linked with the viewer by hovering and choosing. */
export function DamageItem({ damage, photo, chosen, hovered, onChoose, onHover, areas }: DamageItemProps) {
  const texts = useTexts()
  const { names, photo: words } = texts
  const format = useFormat()
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const { type, part, severity, confidence, state, plausible } = damage
  return (
    <li
      ref={item}
      className="damage"
      data-chosen={chosen}
      data-hovered={hovered}
      data-rejected={state === 'REJECTED'}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <button type="button" className="damage-button" aria-pressed={chosen} onClick={onChoose}>
        <DamageCrop damage={damage} photo={photo} />
        <span className="damage-words">
          <span className="damage-title">
            <TypeDot type={type} /> {typeName(texts, type)}
            {/* The model is sure or not of what it found itself. */}
            {state !== 'ADDED' && ` · ${format.confidence(confidence)}`}
          </span>
          <span>{partName(texts, part)}</span>
          <span className="damage-badges">
            <SeverityBadge severity={severity} />
            <span className={`badge ${tones[state]}`}>{names.states[state]}</span>
            {plausible === false && <span className="badge badge-warn">{words.implausible}</span>}
          </span>
        </span>
      </button>
      {chosen && <DamageDetails damage={damage} areas={areas} />}
    </li>
  )
}
