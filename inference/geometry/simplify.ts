import type { Ring } from './types.ts'

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
  const previous = Int32Array.from(ring, (_, i) => (i + n - 1) % n)
  const next = Int32Array.from(ring, (_, i) => (i + 1) % n)
  const triangle = (i: number): number => {
    const [ax, ay] = ring[previous[i] as number] as [number, number]
    const [bx, by] = ring[i] as [number, number]
    const [cx, cy] = ring[next[i] as number] as [number, number]
    return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
  }
  const areas = Float64Array.from(ring, (_, i) => triangle(i))
  let left = n
  while (left > 3) {
    let smallest = 0
    for (let i = 1; i < n; i++) if ((areas[i] as number) < (areas[smallest] as number)) smallest = i
    if (left <= maxPoints && (areas[smallest] as number) > tolerance) break
    const before = previous[smallest] as number
    const after = next[smallest] as number
    next[before] = after
    previous[after] = before
    areas[before] = triangle(before)
    areas[after] = triangle(after)
    areas[smallest] = Infinity
    left--
  }
  return ring.filter((_, i) => areas[i] !== Infinity)
}
