import type { Point, Ring } from '../../../inference/geometry/types.ts'

/**
 * Pairs of edges, of all outlines together, that pass through each other at a single point inside of both.
 * Coordinates are taken as tenths of a pixel, as answers have them, so that every sign is exact. Touching and
 * running along one another, as a line into a hole and back does, is no crossing.
 */
export function crossings(rings: Ring[]): [Point, Point, Point, Point][] {
  const edges = rings.flatMap((ring) =>
    ring.map((to, i): [Point, Point] => [inTenths(ring.at(i - 1) as Point), inTenths(to)]),
  )
  const found: [Point, Point, Point, Point][] = []
  for (const [i, [a, b]] of edges.entries()) {
    for (const [c, d] of edges.slice(i + 1)) {
      if (apart(a, b, c, d) && apart(c, d, a, b)) found.push([a, b, c, d])
    }
  }
  return found
}

const inTenths = ([x, y]: Point): Point => [Math.round(x * 10), Math.round(y * 10)]

/** Whether two points lie on different sides of the line through `a` and `b`, neither of them on it. */
const apart = (a: Point, b: Point, c: Point, d: Point): boolean =>
  Math.sign(turn(a, b, c)) * Math.sign(turn(a, b, d)) < 0

const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
