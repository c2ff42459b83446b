import type { Ring } from './types.ts'

/** Three vertices, as indices into {@link coordinates}. */
export type Triangle = [a: number, b: number, c: number]

/** x and y of all vertices in turns. */
export function coordinates(rings: readonly Ring[]): Float64Array {
  const places = new Float64Array(2 * rings.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const ring of rings) {
    for (const [x, y] of ring) {
      places[filled++] = x
      places[filled++] = y
    }
  }
  return places
}

/** Twice the signed area, as in turn.ts. */
export function twiceArea(places: Float64Array, [a, b, c]: Triangle): number {
  const ax = places[2 * a] as number
  const ay = places[2 * a + 1] as number
  const abx = (places[2 * b] as number) - ax
  const aby = (places[2 * b + 1] as number) - ay
  return abx * ((places[2 * c + 1] as number) - ay) - ((places[2 * c] as number) - ax) * aby
}

/**
 * Whether a vertex lies in a triangle.
 *
 * @param border whether its edges and `b` belong to it; where `a` and `c` are, never
 */
export function inTriangle(
  places: Float64Array,
  [a, b, c]: Triangle,
  vertex: number,
  border: boolean,
): boolean {
  const x = places[2 * vertex] as number
  const y = places[2 * vertex + 1] as number
  const ax = places[2 * a] as number
  const ay = places[2 * a + 1] as number
  const bx = places[2 * b] as number
  const by = places[2 * b + 1] as number
  const cx = places[2 * c] as number
  const cy = places[2 * c + 1] as number
  // Most lie beside it, and are told apart without a product.
  if ((x < ax && x < bx && x < cx) || (x > ax && x > bx && x > cx)) return false
  if ((y < ay && y < by && y < cy) || (y > ay && y > by && y > cy)) return false
  if (vertex === b || (x === ax && y === ay) || (x === cx && y === cy)) return false
  const ab = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
  const bc = (cx - bx) * (y - by) - (cy - by) * (x - bx)
  const ca = (ax - cx) * (y - cy) - (ay - cy) * (x - cx)
  return border ? (ab >= 0 && bc >= 0 && ca >= 0) || (ab <= 0 && bc <= 0 && ca <= 0) : inside(ab, bc, ca)
}

const inside = (ab: number, bc: number, ca: number): boolean =>
  (ab > 0 && bc > 0 && ca > 0) || (ab < 0 && bc < 0 && ca < 0)
