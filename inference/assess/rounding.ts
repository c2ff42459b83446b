import type { Box } from '../geometry/types.ts'

/** A confidence to thousandths. */
export const thousandths = (value: number): number => Math.round(value * 1000) / 1000

/** A share of a whole as a percentage to hundredths, 0 to 100; 0 of an empty whole. */
export const percentOf = (part: number, whole: number): number =>
  whole > 0 ? Math.min(100, Math.max(0, Math.round((part / whole) * 10_000) / 100)) : 0

/** `[x, y, width, height]` to tenths of a pixel, as the contract has boxes. */
export const toBbox = ([x1, y1, x2, y2]: Box): [number, number, number, number] => [
  tenths(x1),
  tenths(y1),
  tenths(x2 - x1),
  tenths(y2 - y1),
]

const tenths = (value: number): number => Math.round(value * 10) / 10
