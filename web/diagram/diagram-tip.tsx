import { useFormat, useTexts } from '../texts/texts-context.tsx'
import styles from './car-diagram.module.css'
import { describeFinding } from './describe-findings.ts'
import type { DiagramFinding } from './types.ts'

/** In CSS pixels from the diagram's top left corner. */
export interface TipPlace {
  x: number
  above: number
  below: number
  /** The diagram's width. */
  room: number
}

const WIDTH = 240
const NEEDED_ABOVE = 96

/** What was found on the part that is pointed at; the part's own name tells screen readers the same. */
export function DiagramTip({
  title,
  findings,
  place,
}: {
  title: string
  findings: readonly DiagramFinding[]
  place: TipPlace
}) {
  const texts = useTexts()
  const format = useFormat()
  const under = place.above < NEEDED_ABOVE
  const left = Math.min(Math.max(place.x - WIDTH / 2, 0), Math.max(0, place.room - WIDTH))
  return (
    <div
      className={styles.tip}
      data-under={under}
      style={{ left, top: under ? place.below : place.above, width: WIDTH }}
      aria-hidden="true"
    >
      <strong>{title}</strong>
      {findings.length === 0 && <span>{texts.diagram.undamaged}</span>}
      {findings.map((finding, at) => (
        // Two findings may say the same.
        <span key={at}>{describeFinding(finding, texts, format)}</span>
      ))}
    </div>
  )
}
