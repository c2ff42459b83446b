import { signedArea } from '../../inference/geometry/ring.ts'
import { samePoint, turn } from '../../inference/geometry/turn.ts'
import type { Point, Ring } from '../../inference/geometry/types.ts'
import { findCrossing } from './outline-faults.ts'

/** How wide a slit is opened, as a share of the photo: enough to take hold of each of its sides. */
const WIDTH = 0.003
/** Never further along an edge than this share of it. */
const MOST = 0.25
/** Where that much meets what lies close by, a slit is opened less: so often by a quarter. */
const NARROWER = 6

/**
 * Opens the lines without width that lead an outline into its holes and back (inference/decode/keyhole.ts), by the
 * breadth of a slit: the outline then touches itself nowhere, and every one of its points can be moved alone.
 *
 * @param ring 0 to 1 across the photo
 * @returns as many points; the ends of each line slide along the edges beside them
 */
export function openKeyholes(ring: Ring): Ring {
  const ways = waysBack(ring)
  if (ways.length === 0) return ring
  let opened = ring
  for (let tries = 0, share = 1; tries < NARROWER; tries++, share /= 4) {
    opened = openBy(ring, ways, share)
    if (!findCrossing(opened)) break
  }
  return opened
}

/** The two edges, by where they begin, that lead over one line. */
interface Way {
  there: number
  back: number
}

function waysBack(ring: Ring): Way[] {
  const n = ring.length
  const ways: Way[] = []
  // The last way back first: one that begins or ends on it then finds it open.
  for (let back = n - 1; back > 0; back--) {
    const [from, to] = [ring[back] as Point, ring[(back + 1) % n] as Point]
    for (let there = 0; there < back - 1; there++) {
      if (!samePoint(ring[there] as Point, to) || !samePoint(ring[there + 1] as Point, from)) continue
      ways.push({ there, back })
      break
    }
  }
  return ways
}

function openBy(ring: Ring, ways: readonly Way[], share: number): Ring {
  const n = ring.length
  const opened = [...ring]
  const winding = Math.sign(signedArea(ring))
  const original = (index: number) => ring[(index + n) % n] as Point
  const slide = (index: number, along: number): void => {
    const [from, to] = [opened[index % n] as Point, opened[(along + n) % n] as Point]
    opened[index % n] = towards(from, to, share)
  }
  for (const { there, back } of ways) {
    const [hole, outer] = [original(back), original(back + 1)]
    // The edge beside the way back leads off to its own side of the line, or else the one beside the way there.
    const isBeside = (index: number): boolean => winding * turn(hole, outer, original(index)) > 0
    if (isBeside(back + 2)) slide(back + 1, back + 2)
    else slide(there, there - 1)
    if (isBeside(back - 1)) slide(back, back - 1)
    else slide(there + 1, there + 2)
  }
  return opened
}

function towards([x, y]: Point, [nx, ny]: Point, share: number): Point {
  const length = Math.hypot(nx - x, ny - y)
  const step = length > 0 ? share * Math.min(MOST, WIDTH / length) : 0
  return [x + step * (nx - x), y + step * (ny - y)]
}
