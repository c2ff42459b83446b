import { describe, expect, it } from 'vitest'
import { joinHoles } from '../../../inference/decode/keyhole.ts'
import { signedArea } from '../../../inference/geometry/ring.ts'
import type { Ring } from '../../../inference/geometry/types.ts'
import { crossings } from '../drawn/crossings.ts'

const rectangle = (x1: number, y1: number, x2: number, y2: number): Ring => [
  [x1, y1],
  [x2, y1],
  [x2, y2],
  [x1, y2],
]
const hole = (...corners: [number, number, number, number]): Ring => rectangle(...corners).reverse()

describe('joinHoles', () => {
  it('returns an outline without holes as it is', () => {
    const outer = rectangle(0, 0, 10, 10)
    expect(joinHoles(outer, [])).toEqual(outer)
  })

  it('leads around a hole that stands between another one and its nearest corner', () => {
    const outer = rectangle(0, 0, 100, 100)
    const holes = [hole(20, 20, 30, 30), hole(12, 2, 16, 60)]
    const joined = joinHoles(outer, holes)
    expect(crossings([joined])).toEqual([])
    expect(joined).toHaveLength(4 + 2 * 6)
    expect(signedArea(joined)).toBe(100 * 100 - 10 * 10 - 4 * 58)
  })

  it('sets out into the piece from a corner that several lines share', () => {
    // All four holes are nearest to the notch's tip, from which each sees one corner.
    const outer: Ring = [
      [0, 0],
      [100, 0],
      [100, 100],
      [55, 100],
      [50, 50],
      [45, 100],
      [0, 100],
    ]
    const holes = [hole(30, 30, 44, 44), hole(56, 30, 70, 44), hole(30, 54, 40, 60), hole(60, 54, 70, 60)]
    const joined = joinHoles(outer, holes)
    expect(crossings([joined])).toEqual([])
    expect(joined).toHaveLength(7 + 4 * 6)
    expect(signedArea(joined)).toBe(signedArea(outer) - 2 * 14 * 14 - 2 * 10 * 6)
  })

  it('takes in a hole that touches the outline without a line', () => {
    const outer: Ring = [
      [0, 0],
      [50, 0],
      [100, 0],
      [100, 100],
      [0, 100],
    ]
    const touching: Ring = [
      [50, 0],
      [40, 20],
      [60, 20],
    ]
    const joined = joinHoles(outer, [touching])
    expect(joined).toHaveLength(8)
    expect(signedArea(joined)).toBe(100 * 100 - 200)
  })
})
