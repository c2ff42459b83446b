import { useMemo } from 'react'
import type { Ring } from '../../inference/geometry/types.ts'
import { colourOf, inkOn } from '../palette.ts'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { type LabelWish, layOutLabels } from './label-layout.ts'
import styles from './photo-viewer.module.css'
import { textWidth } from './text-width.ts'
import type { ViewerDamage, ViewerPart } from './types.ts'
import type { Size } from './view.ts'

interface DamageLabelsProps {
  damages: readonly ViewerDamage[]
  parts: readonly ViewerPart[]
  size: Size
  selectedId: string | null
  hoveredId: string | null
}

const marks = { CONFIRMED: ' ✓', CORRECTED: ' ✎', ADDED: ' +', REJECTED: ' ✕', UNREVIEWED: '' }

/** Names beside the outlines, for eyes only: the shapes themselves are named for screen readers. */
export function DamageLabels({ damages, parts, size, selectedId, hoveredId }: DamageLabelsProps) {
  const texts = useTexts()
  const format = useFormat()
  const labels = useMemo(() => {
    const first = (id: string) => (id === selectedId ? 2 : id === hoveredId ? 1 : 0)
    const wishes = damages
      .toSorted((a, b) => first(b.id) - first(a.id) || b.confidence - a.confidence)
      .map((damage): LabelWish => {
        const name = typeName(texts, damage.type)
        const mark = `${damage.plausible === false ? ' ?' : ''}${marks[damage.review]}`
        const full = `${name} ${format.confidence(damage.confidence)}${mark}`
        return { id: damage.id, ring: damage.polygons[0] ?? [], full, short: `${name}${mark}` }
      })
      .filter(({ ring }) => ring.length > 0)
    const always = wishes.filter(({ id }) => first(id) > 0).length
    const partWishes = parts.map((part, at): LabelWish => {
      const name = partName(texts, part.name)
      return { id: `part ${at}`, ring: [middleOf(part.polygon)], full: name, short: name }
    })
    return layOutLabels([...wishes, ...partWishes], size, textWidth, always)
  }, [damages, parts, size.width, size.height, selectedId, hoveredId, texts, format])
  const types = useMemo(() => new Map(damages.map(({ id, type }) => [id, type])), [damages])
  return (
    <div className={styles.labels} aria-hidden="true">
      {labels.map(({ id, x, y, width, text }) => {
        const type = types.get(id)
        const colour = type && colourOf(type)
        return (
          <span
            key={id}
            className={styles.label}
            data-part={!type}
            data-strong={id === selectedId || id === hoveredId}
            style={{
              left: x,
              top: y,
              width,
              ...(colour && { backgroundColor: colour, color: inkOn(colour) }),
            }}
          >
            {text}
          </span>
        )
      })}
    </div>
  )
}

function middleOf(ring: Ring): [number, number] {
  const xs = ring.map(([x]) => x)
  const ys = ring.map(([, y]) => y)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}
