import { describe, expect, it } from 'vitest'
import { insideRing } from '../../../inference/geometry/inside.ts'
import { ringArea, ringPerimeter, ringsBox, signedArea } from '../../../inference/geometry/ring.ts'
import type { Ring } from '../../../inference/geometry/types.ts'

const square: Ring = [
  [1, 1],
  [5, 1],
  [5, 4],
  [1, 4],
]

describe('a ring', () => {
  it('has the area it encloses, whichever way round', () => {
    expect(ringArea(square)).toBe(12)
    expect(ringArea([...square].reverse())).toBe(12)
  })

  it('counts as positive clockwise on a screen', () => {
    expect(signedArea(square)).toBe(12)
    expect(signedArea([...square].reverse())).toBe(-12)
  })

  it.each([[[]], [[[3, 4]]], [square.slice(0, 2)]])('has no area with the vertices %j', (ring) => {
    expect(ringArea(ring as Ring)).toBe(0)
  })

  it('has a closed perimeter', () => expect(ringPerimeter(square)).toBe(14))

  it('knows inside from outside', () => {
    expect(insideRing([2, 2], square)).toBe(true)
    expect(insideRing([0, 2], square)).toBe(false)
    expect(insideRing([6, 2], square)).toBe(false)
  })

  it('fits a box around all vertices', () => {
    expect(ringsBox([square, [[7, -1]]])).toEqual([1, -1, 7, 4])
    expect(ringsBox([])).toEqual([0, 0, 0, 0])
  })
})
