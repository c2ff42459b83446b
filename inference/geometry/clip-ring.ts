import type { Box, Point, Ring } from './types.ts'

/**
 * Cuts an outline off at a box, side by side (Sutherland and Hodgman, Communications of the ACM 17, 1974). Pieces
 * that the box separates stay connected along its border, by lines without width; area and winding are right.
 *
 * @returns an outline inside the box, in the same unit; empty where they share nothing
 */
export function clipRing(ring: Ring, [x1, y1, x2, y2]: Box): Ring {
  const left = clipSide(ring, 0, x1, 1)
  const right = clipSide(left, 0, x2, -1)
  const top = clipSide(right, 1, y1, 1)
  return clipSide(top, 1, y2, -1)
}

/** Keeps what lies beyond a limit along one axis, in one direction. */
function clipSide(ring: Ring, axis: 0 | 1, limit: number, direction: 1 | -1): Ring {
  const clipped: Ring = []
  let from = ring.at(-1) as Point
  for (const to of ring) {
    const fromDepth = (from[axis] - limit) * direction
    const toDepth = (to[axis] - limit) * direction
    if (fromDepth < 0 !== toDepth < 0) clipped.push(crossing(from, to, axis, limit))
    if (toDepth >= 0) clipped.push(to)
    from = to
  }
  return clipped
}

/** Where a line meets the limit; exactly on it, so that nothing stands out by a rounding error. */
function crossing(from: Point, to: Point, axis: 0 | 1, limit: number): Point {
  const along = (limit - from[axis]) / (to[axis] - from[axis])
  return axis === 0
    ? [limit, from[1] + along * (to[1] - from[1])]
    : [from[0] + along * (to[0] - from[0]), limit]
}
