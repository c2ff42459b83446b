import { Clipper, FillRule } from 'clipper2-ts'
import { boxesOverlap } from './box.ts'
import { fixedArea, fromFixedPath, toFixedPath } from './fixed-path.ts'
import type { Shape } from './shape.ts'
import type { Box, Ring } from './types.ts'

/** Area that two shapes share, in square pixels; never more than either of them has. */
export function intersectionArea(a: Shape, b: Shape): number {
  if (!boxesOverlap(a.box, b.box)) return 0
  const shared = fixedArea(Clipper.intersect(a.paths, b.paths, FillRule.NonZero))
  return Math.min(shared, a.area, b.area)
}

/** What at least one of several shapes covers: outlines and holes of opposite winding, and their area. */
export type Cover = Pick<Shape, 'paths' | 'area'>

/**
 * Unites shapes, or what was united before.
 *
 * @returns with an area, in square pixels, of never more than the sum nor less than the largest
 */
export function union(covers: readonly Cover[]): Cover {
  const sum = covers.reduce((total, { area }) => total + area, 0)
  const largest = covers.reduce((most, { area }) => Math.max(most, area), 0)
  const paths = Clipper.union(
    covers.flatMap((cover) => cover.paths),
    FillRule.NonZero,
  )
  return { paths, area: Math.min(sum, Math.max(largest, fixedArea(paths))) }
}

/** Intersection over union of two shapes, 0 to 1. */
export function shapeIou(a: Shape, b: Shape): number {
  const shared = intersectionArea(a, b)
  return shared === 0 ? 0 : shared / (a.area + b.area - shared)
}

/**
 * Cuts outlines off at a box. Winding is kept, so that holes remain holes.
 *
 * @param rings outer outlines and holes, of opposite winding
 */
export function clipToBox(rings: Ring[], [x1, y1, x2, y2]: Box): Ring[] {
  const frame: Ring = [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ]
  return Clipper.intersect(rings.map(toFixedPath), [toFixedPath(frame)], FillRule.NonZero).map(fromFixedPath)
}
