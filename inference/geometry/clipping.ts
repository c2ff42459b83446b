import { Clipper, FillRule, type Path64, type Paths64 } from 'clipper2-ts'
import { boxesOverlap } from './box.ts'
import { signedArea } from './ring.ts'
import type { Shape } from './shape.ts'
import type { Box, Ring } from './types.ts'

/**
 * Boolean operations on regions, by Clipper2. It computes on whole numbers, which is what makes it robust:
 * coordinates are snapped to 1/256 pixel. That keeps cross products exact in doubles up to 100,000 pixels.
 */
const STEPS_PER_PIXEL = 256

/** Rings all of one winding, so that under the non-zero rule none of them cancels another. */
const toPaths = (rings: Ring[]): Paths64 =>
  rings.map((ring) => toPath(signedArea(ring) < 0 ? [...ring].reverse() : ring))

const toPath = (ring: Ring): Path64 =>
  ring.map(([x, y]) => ({ x: Math.round(x * STEPS_PER_PIXEL), y: Math.round(y * STEPS_PER_PIXEL) }))

const toRing = (path: Path64): Ring => path.map(({ x, y }) => [x / STEPS_PER_PIXEL, y / STEPS_PER_PIXEL])

const pathsArea = (paths: Paths64): number => Math.abs(Clipper.areaPaths(paths)) / STEPS_PER_PIXEL ** 2

/** Area that two shapes share, in square pixels; never more than either of them has. */
export function intersectionArea(a: Shape, b: Shape): number {
  if (!boxesOverlap(a.box, b.box)) return 0
  const shared = pathsArea(Clipper.intersect(toPaths(a.rings), toPaths(b.rings), FillRule.NonZero))
  return Math.min(shared, a.area, b.area)
}

/** Area that at least one shape covers, in square pixels; never more than the sum, nor less than the largest. */
export function unionArea(shapes: Shape[]): number {
  const sum = shapes.reduce((total, { area }) => total + area, 0)
  const largest = shapes.reduce((most, { area }) => Math.max(most, area), 0)
  const covered = pathsArea(
    Clipper.union(
      shapes.flatMap(({ rings }) => toPaths(rings)),
      FillRule.NonZero,
    ),
  )
  return Math.min(sum, Math.max(largest, covered))
}

/**
 * Cuts outlines off at a box. Winding is kept, so that holes remain holes.
 *
 * @param rings outer outlines and holes, of opposite winding
 */
export function clipToBox(rings: Ring[], [x1, y1, x2, y2]: Box): Ring[] {
  const frame = toPath([
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ])
  return Clipper.intersect(rings.map(toPath), [frame], FillRule.NonZero).map(toRing)
}

/** Intersection over union of two shapes, 0 to 1. */
export function shapeIou(a: Shape, b: Shape): number {
  const shared = intersectionArea(a, b)
  return shared === 0 ? 0 : shared / (a.area + b.area - shared)
}
