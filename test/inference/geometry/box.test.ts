import { describe, expect, it } from 'vitest'
import { boxArea, boxesOverlap, boxGap, boxIou } from '../../../inference/geometry/box.ts'
import type { Box } from '../../../inference/geometry/types.ts'

describe('boxes', () => {
  it.each<[string, Box, Box, number, boolean, number]>([
    ['the same', [0, 0, 4, 2], [0, 0, 4, 2], 1, true, 0],
    ['half covered', [0, 0, 4, 2], [2, 0, 6, 2], 1 / 3, true, 0],
    ['sharing a border', [0, 0, 4, 2], [4, 0, 6, 2], 0, false, 0],
    ['apart', [0, 0, 4, 2], [7, 3, 9, 5], 0, false, 3],
    ['empty', [1, 1, 1, 1], [1, 1, 1, 1], 0, false, 0],
  ])('that are %s', (_, a, b, iou, overlap, gap) => {
    expect(boxIou(a, b)).toBeCloseTo(iou)
    expect(boxIou(b, a)).toBeCloseTo(iou)
    expect(boxesOverlap(a, b)).toBe(overlap)
    expect(boxGap(a, b)).toBe(gap)
  })

  it('have no area when inverted', () => expect(boxArea([5, 5, 1, 9])).toBe(0))
})
