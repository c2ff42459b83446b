import type { Point, Ring } from '../../inference/geometry/types.ts'
import { colourOf } from '../palette.ts'
import { openPath, overlayBox } from './outline-path.ts'
import styles from './polygon-editor.module.css'

interface DraftOutlineProps {
  draft: Ring
  /** Where the next point would be set; null while nothing points there. */
  cross: Point | null
  type: string
}

/** An outline that is being drawn: its points, the line between them, and the one to where the pointer is. */
export function DraftOutline({ draft, cross, type }: DraftOutlineProps) {
  const line = openPath(draft)
  const last = draft.at(-1)
  return (
    <>
      <svg className={styles.overlay} {...overlayBox} aria-hidden="true">
        <path d={line} className={styles.casing} />
        <path d={line} className={styles.stroke} stroke={colourOf(type)} />
        {last && cross && <path d={openPath([last, cross])} className={styles.rubber} />}
      </svg>
      {draft.map(([x, y], at) => (
        // Points have no name but their place.
        <span
          key={at}
          className={styles.dot}
          data-first={at === 0 && draft.length >= 3}
          style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
        />
      ))}
      {cross && (
        <span className={styles.cross} style={{ left: `${cross[0] * 100}%`, top: `${cross[1] * 100}%` }} />
      )}
    </>
  )
}
