import { describe, expect, it } from 'vitest'
import {
  DAMAGE_DUPLICATES,
  PART_DUPLICATES,
  withoutDuplicates,
} from '../../../inference/assess/duplicates.ts'
import { createShape } from '../../../inference/geometry/shape.ts'
import { region } from './region.ts'

describe('withoutDuplicates', () => {
  const dent = region('dent', [0, 0, 100, 100])

  it.each([
    ['the same place', region('dent', [5, 5, 100, 100])],
    ['a piece of a better one', region('dent', [10, 10, 30, 30])],
    ['nearly the same outline under another name', region('broken_part', [0, 0, 100, 98])],
  ])('leaves out %s', (_, repeated) => {
    expect(withoutDuplicates([dent, repeated], DAMAGE_DUPLICATES)).toEqual([dent])
  })

  it.each([
    ['next to it', region('dent', [80, 0, 100, 100])],
    ['much larger around it', region('dent', [-200, -200, 600, 600])],
    ['of another type across it', region('scratch', [0, 40, 100, 10])],
  ])('keeps one that is %s', (_, other) => {
    expect(withoutDuplicates([dent, other], DAMAGE_DUPLICATES)).toEqual([dent, other])
  })

  it('keeps parallel scratches that share a box', () => {
    const diagonal = (offset: number) => ({
      label: 'scratch',
      score: 0.8,
      shape: createShape([
        [
          [offset, 0],
          [offset + 5, 0],
          [offset + 205, 200],
          [offset + 200, 200],
        ],
      ]),
    })
    const scratches = [diagonal(0), diagonal(15)]
    expect(withoutDuplicates(scratches, DAMAGE_DUPLICATES)).toEqual(scratches)
  })

  it('gives a place one part, but keeps the lamp within the bumper', () => {
    const lamp = region('front_left_light', [0, 0, 40, 30])
    const bumper = region('front_bumper', [0, 0, 300, 100])
    const otherSide = region('front_right_light', [2, 0, 40, 30], 0.6)
    expect(withoutDuplicates([bumper, lamp, otherSide], PART_DUPLICATES)).toEqual([bumper, lamp])
  })
})
