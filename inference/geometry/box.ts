import type { Box } from './types.ts'

/** Area of a box, in its unit squared; 0 for an empty or inverted one. */
export const boxArea = ([x1, y1, x2, y2]: Box): number => Math.max(0, x2 - x1) * Math.max(0, y2 - y1)

/** What two boxes share; inverted (of area 0) when they lie apart. */
export const intersectBoxes = (a: Box, b: Box): Box => [
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
  Math.min(a[2], b[2]),
  Math.min(a[3], b[3]),
]

/** The smallest box around two. */
export const encloseBoxes = (a: Box, b: Box): Box => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
]

/** Intersection over union of two boxes, 0 to 1; 0 where both are empty. */
export function boxIou(a: Box, b: Box): number {
  const shared = boxArea(intersectBoxes(a, b))
  return shared === 0 ? 0 : shared / (boxArea(a) + boxArea(b) - shared)
}

/** Whether two boxes share more than a border. */
export const boxesOverlap = (a: Box, b: Box): boolean =>
  a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

/** Empty space between two boxes along the axis where they lie furthest apart; 0 where they touch or overlap. */
export const boxGap = (a: Box, b: Box): number =>
  Math.max(0, a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3])
