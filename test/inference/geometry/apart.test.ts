import { describe, expect, it } from 'vitest'
import { areApart } from '../../../inference/geometry/apart.ts'
import type { Ring } from '../../../inference/geometry/types.ts'

const square = (x: number, y: number, side: number): Ring => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
]

describe('areApart', () => {
  it.each<[string, Ring[]]>([
    ['a square', [square(0, 0, 4)]],
    ['a triangle', [square(0, 0, 4).slice(1)]],
    ['one within another', [square(0, 0, 9), square(2, 2, 3)]],
    ['two side by side', [square(0, 0, 4), square(4.2, 0, 4)]],
    ['none', []],
  ])('holds for %s', (_, rings) => {
    expect(areApart(rings, 0.1)).toBe(true)
  })

  it.each<[string, Ring[]]>([
    [
      'one that crosses itself',
      [
        [
          [0, 0],
          [4, 4],
          [4, 0],
          [0, 4],
        ],
      ],
    ],
    [
      'one that runs back along itself',
      [
        [
          [0, 0],
          [4, 0],
          [2, 0],
          [0, 4],
        ],
      ],
    ],
    [
      'one with a vertex on an edge',
      [
        [
          [0, 0],
          [4, 0],
          [4, 4],
          [2, 0],
          [0, 4],
        ],
      ],
    ],
    [
      'one with a vertex twice in turn',
      [
        [
          [0, 0],
          [4, 0],
          [4, 0],
          [0, 4],
        ],
      ],
    ],
    ['two that cross', [square(0, 0, 4), square(2, 2, 4)]],
    ['two that touch at a corner', [square(0, 0, 4), square(4, 4, 4)]],
    ['two that meet once they are rounded', [square(0, 0, 4), square(4.04, 0, 4)]],
  ])('does not for %s', (_, rings) => {
    expect(areApart(rings, 0.1)).toBe(false)
  })
})
