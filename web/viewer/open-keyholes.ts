import type { Point, Ring } from '../../inference/geometry/types.ts'

/** How wide a slit is opened, as a share of the photo: enough to take hold of each of its sides. */
const WIDTH = 0.003
/** Never further along an edge than this share of it. */
const MOST = 0.25

/**
 * Opens the lines without width that lead an outline into its holes and back (inference/decode/keyhole.ts), by the
 * breadth of a slit: the outline then touches itself nowhere, and every one of its points can be moved alone.
 *
 * @param ring 0 to 1 across the photo
 * @returns as many points; those on the way back slide along the edges beside them
 */
export function openKeyholes(ring: Ring): Ring {
  const opened = [...ring]
  const at = (index: number) => opened[(index + opened.length) % opened.length] as Point
  // The last way back first: one that begins or ends on it then finds it open.
  for (let back = ring.length - 1; back > 0; back--) {
    const [hole, outer] = [at(back), at(back + 1)]
    if (!leadsBack(ring, back)) continue
    opened[back] = towards(hole, at(back - 1))
    opened[(back + 1) % ring.length] = towards(outer, at(back + 2))
  }
  return opened
}

/** Whether an edge runs back along an earlier one. */
function leadsBack(ring: Ring, edge: number): boolean {
  const n = ring.length
  const [from, to] = [ring[edge] as Point, ring[(edge + 1) % n] as Point]
  for (let i = 0; i < edge - 1; i++) {
    if (same(ring[i] as Point, to) && same(ring[i + 1] as Point, from)) return true
  }
  return false
}

const same = ([ax, ay]: Point, [bx, by]: Point): boolean => ax === bx && ay === by

function towards([x, y]: Point, [nx, ny]: Point): Point {
  const length = Math.hypot(nx - x, ny - y)
  const share = length > 0 ? Math.min(MOST, WIDTH / length) : 0
  return [x + share * (nx - x), y + share * (ny - y)]
}
