import { ringArea } from '../../inference/geometry/ring.ts'
import { turn } from '../../inference/geometry/turn.ts'
import type { Point, Ring } from '../../inference/geometry/types.ts'
import type { Outlines } from './outline-edits.ts'

/** Why outlines cannot be saved. The API has the same limits and refuses what passes them. */
export type OutlineFault =
  | { code: 'NO_OUTLINE' }
  | { code: 'TOO_MANY_OUTLINES'; most: number }
  | { code: 'TOO_FEW_POINTS'; ring: number }
  | { code: 'TOO_MANY_POINTS'; ring: number; most: number }
  | { code: 'TOO_SMALL'; ring: number }
  /** The two edges meet elsewhere than at a vertex that they share. */
  | { code: 'CROSSES_ITSELF'; ring: number; edges: [number, number] }

export const MOST_OUTLINES = 50
export const MOST_POINTS = 1000
/** A thousandth of a percent of the photo. */
const LEAST_AREA = 1e-5

/** The first thing that is wrong, in the order in which a person would mend it; null when nothing is. */
export function findFault(outlines: Outlines): OutlineFault | null {
  if (outlines.length === 0) return { code: 'NO_OUTLINE' }
  if (outlines.length > MOST_OUTLINES) return { code: 'TOO_MANY_OUTLINES', most: MOST_OUTLINES }
  for (const [index, ring] of outlines.entries()) {
    if (ring.length < 3) return { code: 'TOO_FEW_POINTS', ring: index }
    if (ring.length > MOST_POINTS) return { code: 'TOO_MANY_POINTS', ring: index, most: MOST_POINTS }
    const edges = findCrossing(ring)
    if (edges) return { code: 'CROSSES_ITSELF', ring: index, edges }
    if (ringArea(ring) < LEAST_AREA) return { code: 'TOO_SMALL', ring: index }
  }
  return null
}

/** Two edges of a closed outline that cross, touch or overlap; null for a simple polygon. */
export function findCrossing(ring: Ring): [number, number] | null {
  const n = ring.length
  const vertex = (at: number) => ring[at % n] as Point
  for (let i = 0; i < n; i++) {
    const [a, b] = [vertex(i), vertex(i + 1)]
    for (let j = i + 1; j < n; j++) {
      const [c, d] = [vertex(j), vertex(j + 1)]
      const next = j === i + 1
      const around = j === n - 1 && i === 0
      if (next && around) continue
      // Neighbours share a vertex; they are at fault only where one runs back along the other.
      if (next ? foldsBack(a, b, d) : around ? foldsBack(c, a, b) : meet(a, b, c, d)) return [i, j]
    }
  }
  return null
}

const inBox = ([ax, ay]: Point, [bx, by]: Point, [x, y]: Point) =>
  x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by)

/** Whether two segments have a point in common. */
function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [s1, s2, s3, s4] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (s1 * s2 < 0 && s3 * s4 < 0) return true
  return (
    (s1 === 0 && inBox(a, b, c)) ||
    (s2 === 0 && inBox(a, b, d)) ||
    (s3 === 0 && inBox(c, d, a)) ||
    (s4 === 0 && inBox(c, d, b))
  )
}

/** Whether the way from `a` over `b` to `c` turns on the spot, or one of its steps has no length. */
function foldsBack(a: Point, b: Point, c: Point): boolean {
  if (turn(a, b, c) !== 0) return false
  return (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1]) >= 0
}
