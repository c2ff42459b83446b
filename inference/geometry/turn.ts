import type { Point } from './types.ts'

/**
 * Twice the signed area of the triangle `a`, `b`, `c`: positive where the way over them turns to the right on a
 * screen, 0 where they lie on a line. Exact for whole numbers up to 2²⁵.
 */
export const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)

/** Whether two segments pass through each other at a point inside of both; touching is no crossing. */
export function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const [s1, s2] = [turn(a, b, c), turn(a, b, d)]
  if (!((s1 < 0 && s2 > 0) || (s1 > 0 && s2 < 0))) return false
  const [s3, s4] = [turn(c, d, a), turn(c, d, b)]
  return (s3 < 0 && s4 > 0) || (s3 > 0 && s4 < 0)
}

/** Whether a point lies on a segment, its ends included. */
export const onSegment = (a: Point, b: Point, p: Point): boolean =>
  turn(a, b, p) === 0 && (p[0] - a[0]) * (p[0] - b[0]) <= 0 && (p[1] - a[1]) * (p[1] - b[1]) <= 0

export const samePoint = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1]
