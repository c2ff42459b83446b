import { useState } from 'react'
import { Link } from 'wouter'
import { SideBySide } from '../compare-slider/side-by-side.tsx'
import { Modal } from '../components/modal.tsx'
import { SeverityBadge } from '../components/status-badges.tsx'
import { TypeDot } from '../components/type-badge.tsx'
import { DamageCrop } from '../crop/damage-crop.tsx'
import type { FragmentOf, ResultOf } from '../graphql/graphql.ts'
import { damageName, partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ComparedDamage, CompareVisits } from './operations.ts'

type Damage = FragmentOf<typeof ComparedDamage>
type Comparison = Extract<ResultOf<typeof CompareVisits>['compare'], { __typename: 'Comparison' }>

const grades = ['MINOR', 'MODERATE', 'SEVERE']

export function ComparisonView({ comparison }: { comparison: Comparison }) {
  const { compare } = useTexts()
  return (
    <div className="comparison">
      <Group title={compare.new} text={compare.newText} tone="bad" count={comparison.new.length}>
        {comparison.new.map((damage) => (
          <li key={damage.id}>
            <Seen damage={damage} />
          </li>
        ))}
      </Group>
      <Group title={compare.known} text={compare.knownText} tone="info" count={comparison.known.length}>
        {comparison.known.map(({ before, after }) => (
          <li key={after.id} className="comparison-pair">
            <BothVisits before={before} after={after} />
            <Seen damage={before} label={compare.before} />
            <Seen
              damage={after}
              label={compare.after}
              worse={grades.indexOf(after.severity) > grades.indexOf(before.severity)}
            />
          </li>
        ))}
      </Group>
      <Group
        title={compare.repaired}
        text={compare.repairedText}
        tone="good"
        count={comparison.repaired.length}
      >
        {comparison.repaired.map((damage) => (
          <li key={damage.id}>
            <Seen damage={damage} />
          </li>
        ))}
      </Group>
      <Group
        title={compare.notInView}
        text={compare.notInViewText}
        tone="warn"
        count={comparison.notInView.length}
      >
        {comparison.notInView.map((damage) => (
          <li key={damage.id}>
            <Seen damage={damage} />
          </li>
        ))}
      </Group>
    </div>
  )
}

/** Both photos of one damage, zoomed and moved as one. */
function BothVisits({ before, after }: { before: Damage; after: Damage }) {
  const texts = useTexts()
  const { compare, shell } = texts
  const [open, setOpen] = useState(false)
  const [earlier, later] = [before.photo.links?.normalized, after.photo.links?.normalized]
  if (!earlier || !later) return null
  const name = damageName(texts, after)
  return (
    <>
      <button
        type="button"
        className="button button-small comparison-closer"
        aria-label={compare.closer(name)}
        onClick={() => setOpen(true)}
      >
        {compare.closerShort}
      </button>
      {open && (
        <Modal wide title={compare.bothTitle(name)} onClose={() => setOpen(false)}>
          <SideBySide
            before={{ label: compare.before, src: earlier }}
            after={{ label: compare.after, src: later }}
          />
          <div className="form-buttons">
            <button type="button" className="button" onClick={() => setOpen(false)}>
              {shell.close}
            </button>
          </div>
        </Modal>
      )}
    </>
  )
}

interface GroupProps {
  title: string
  text: string
  tone: 'bad' | 'info' | 'good' | 'warn'
  count: number
  children: React.ReactNode
}

function Group({ title, text, tone, count, children }: GroupProps) {
  const { compare } = useTexts()
  const format = useFormat()
  return (
    <section className="card comparison-group" aria-label={title}>
      <h2>
        {title} <span className={`badge badge-${tone}`}>{format.number(count)}</span>
      </h2>
      <p className="comparison-text">{text}</p>
      {count === 0 ? <p>{compare.none}</p> : <ul>{children}</ul>}
    </section>
  )
}

function Seen({ damage, label, worse = false }: { damage: Damage; label?: string; worse?: boolean }) {
  const texts = useTexts()
  const format = useFormat()
  const { type, part, severity, partAreaPct, photo, claim } = damage
  return (
    <div className="seen">
      {photo.links && (
        <Link href={`/claims/${claim.id}/photos/${photo.id}`} className="seen-crop">
          <DamageCrop damage={damage} photo={photo} />
        </Link>
      )}
      <div>
        {label && <p className="seen-label">{label}</p>}
        <p className="damage-title">
          <TypeDot type={type} /> {typeName(texts, type)}
        </p>
        <p>
          {partName(texts, part)}
          {partAreaPct !== null && <> · {format.percent(partAreaPct)}</>}
        </p>
        <p className="seen-badges">
          <SeverityBadge severity={severity} />
          {worse && <span className="badge badge-bad">{texts.compare.worse}</span>}
        </p>
      </div>
    </div>
  )
}
