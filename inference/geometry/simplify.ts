import { coordinates, twiceArea } from './triangle.ts'
import type { Point, Ring } from './types.ts'

/**
 * Visvalingam and Whyatt's line simplification: the vertex whose triangle with its two neighbours is smallest
 * goes first. Every vertex that stays is one of the original's, so the outline never leaves the original's box.
 *
 * Visvalingam, Whyatt: Line generalisation by repeated elimination of points. The Cartographic Journal 30 (1993).
 *
 * @param ring vertices in order, any unit
 * @param maxPoints how many may stay, at least 3
 * @param tolerance triangles of less than this area go even where there is room, in the unit squared
 */
export function simplifyRing(ring: Ring, maxPoints: number, tolerance = 0): Ring {
  const n = ring.length
  const places = coordinates([ring])
  // Vertices still there, in order, and the area of each one's triangle.
  const left = Int32Array.from(ring.keys())
  const areas = new Float64Array(n)
  let count = n
  const measure = (at: number): void => {
    const a = left[(at + count - 1) % count] as number
    const b = left[at] as number
    const c = left[(at + 1) % count] as number
    areas[at] = Math.abs(twiceArea(places, [a, b, c])) / 2
  }
  for (let at = 0; at < n; at++) measure(at)
  while (count > 3) {
    let smallest = 0
    for (let at = 1; at < count; at++) if ((areas[at] as number) < (areas[smallest] as number)) smallest = at
    if (count <= maxPoints && (areas[smallest] as number) > tolerance) break
    left.copyWithin(smallest, smallest + 1, count)
    areas.copyWithin(smallest, smallest + 1, count)
    count--
    measure((smallest + count - 1) % count)
    measure(smallest % count)
  }
  const kept: Ring = []
  for (let at = 0; at < count; at++) kept.push(ring[left[at] as number] as Point)
  return kept
}
