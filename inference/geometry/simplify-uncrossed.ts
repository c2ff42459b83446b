import { coordinates, inTriangle, type Triangle, twiceArea } from './triangle.ts'
import type { Point, Ring } from './types.ts'

/**
 * As simplifyRing, but a vertex stays as long as another one, of this outline or of those around it, lies in its
 * triangle: outlines that cross neither themselves nor one another do not begin to. Some three times as slow.
 *
 * @param ring vertices in order, any unit; whole numbers make every test exact
 * @param maxPoints how many may stay, at least 3
 * @param tolerance triangles of less than this area go even where there is room, in the unit squared
 * @param around outlines not to cross
 * @returns null where those around leave no way to so few points; an outline alone always has a vertex that may
 *   go (Meisters: Polygons have ears, 1975) unless it crosses itself, and then the smallest goes even so
 */
export function simplifyUncrossed(
  ring: Ring,
  maxPoints: number,
  tolerance: number,
  around: readonly Ring[],
): Ring | null {
  const n = ring.length
  const places = coordinates([ring, ...around])
  // Vertices still there, in order, the area of each one's triangle, and whether another vertex lay in it.
  const left = Int32Array.from(ring.keys())
  const areas = new Float64Array(n)
  const held = new Uint8Array(n)
  let count = n
  const triangle = (at: number): Triangle => [
    left[(at + count - 1) % count] as number,
    left[at] as number,
    left[(at + 1) % count] as number,
  ]
  const measure = (at: number): void => {
    areas[at] = Math.abs(twiceArea(places, triangle(at))) / 2
    held[at] = 0
  }
  for (let at = 0; at < n; at++) measure(at)
  let respect: Respect = 'touching'
  const isHeld = (at: number, tooMany: boolean): boolean => {
    // What has no area runs back along itself: nothing comes to lie on another side.
    if (areas[at] === 0 || (tooMany && respect === 'none')) return false
    const border = !tooMany || respect === 'touching'
    const corners = triangle(at)
    for (let k = 0; k < count; k++) if (inTriangle(places, corners, left[k] as number, border)) return true
    for (let k = n; 2 * k < places.length; k++) if (inTriangle(places, corners, k, border)) return true
    return false
  }
  let removed = false
  while (count > 3) {
    const tooMany = count > maxPoints
    const at = smallestFree(areas, held, count)
    if (at >= 0 && (tooMany || (areas[at] as number) <= tolerance)) {
      if (isHeld(at, tooMany)) {
        held[at] = 1
        continue
      }
      for (const each of [left, areas, held]) each.copyWithin(at, at + 1, count)
      count--
      measure((at + count - 1) % count)
      measure(at % count)
      removed = true
      continue
    }
    if (!removed) {
      if (!tooMany) break
      if (respect === 'inside' && around.length > 0) return null
      respect = respect === 'touching' ? 'inside' : 'none'
    }
    // What held a vertex may have gone since.
    held.fill(0)
    removed = false
  }
  return Array.from(left.subarray(0, count), (at) => ring[at] as Point)
}

/** Which vertices hold one: those that its triangle touches, only those inside of it, or none. */
type Respect = 'touching' | 'inside' | 'none'

/** Of the vertices that nothing holds, the one with the smallest triangle; -1 where there is none. */
function smallestFree(areas: Float64Array, held: Uint8Array, count: number): number {
  let smallest = -1
  let least = Infinity
  for (let at = 0; at < count; at++) {
    if (held[at] === 1 || (areas[at] as number) >= least) continue
    smallest = at
    least = areas[at] as number
  }
  return smallest
}
