import type { Point } from '../../inference/geometry/types.ts'
import { colourOf } from '../palette.ts'
import type { Picked } from './editor-state.ts'
import type { Grip } from './grip.ts'
import type { Outlines } from './outline-edits.ts'
import type { OutlineFault } from './outline-faults.ts'
import { closedPath, openPath, overlayBox } from './outline-path.ts'
import styles from './polygon-editor.module.css'
import type { ViewerDamage } from './types.ts'

interface OutlineEdgesProps {
  outlines: Outlines
  others: readonly ViewerDamage[]
  type: string
  picked: Picked | null
  fault: OutlineFault | null
  grip: Grip | null
}

/** What is being edited, over the faint outlines of what is not. */
export function OutlineEdges({ outlines, others, type, picked, fault, grip }: OutlineEdgesProps) {
  const colour = colourOf(type)
  return (
    <svg className={styles.overlay} {...overlayBox} aria-hidden="true">
      {others.map(({ id, polygons, type: other }) => (
        <path key={id} d={closedPath(polygons)} className={styles.other} stroke={colourOf(other)} />
      ))}
      {outlines.map((ring, at) => {
        const d = closedPath([ring])
        return (
          // A piece has no name but its place.
          <g key={at} data-picked={picked?.ring === at}>
            <path d={d} className={styles.fill} fill={colour} />
            <path d={d} className={styles.casing} />
            <path d={d} className={styles.stroke} stroke={colour} />
          </g>
        )
      })}
      {fault?.code === 'CROSSES_ITSELF' &&
        fault.edges.map((edge) => (
          <path key={edge} d={edgePath(outlines[fault.ring] ?? [], edge)} className={styles.fault} />
        ))}
      {grip?.on === 'edge' && <path d={`${openPath([grip.at])}l0 0`} className={styles.newPoint} />}
    </svg>
  )
}

const edgePath = (ring: readonly Point[], edge: number) =>
  ring.length === 0
    ? ''
    : openPath([ring[edge % ring.length] as Point, ring[(edge + 1) % ring.length] as Point])
