import { describe, expect, it } from 'vitest'
import { plausibility } from '../../../inference/assess/plausibility.ts'

describe('plausibility', () => {
  it.each<[string, string | null, boolean | null]>([
    ['glass_shatter', 'front_glass', true],
    ['glass_shatter', 'left_mirror', true],
    ['glass_shatter', 'hood', false],
    ['lamp_broken', 'back_right_light', true],
    ['lamp_broken', 'front_left_door', false],
    ['dent', 'hood', true],
    ['dent', 'front_glass', false],
    ['paint_loss', 'front_left_light', false],
    ['airbag_deployed', 'front_glass', true],
    ['airbag_deployed', 'wheel', false],
    ['broken_part', 'back_left_light', true],
    ['scratch', 'wheel', true],
    ['scratch', null, null],
    ['scratch', 'spoiler', null],
    ['rust', 'hood', null],
  ])('of %s on %s is %s', (type, part, expected) => expect(plausibility(type, part)).toBe(expected))

  it('is the same on the left as on the right', () => {
    for (const type of ['scratch', 'dent', 'broken_part', 'paint_loss', 'lamp_broken', 'glass_shatter']) {
      for (const part of [
        'front_left_door',
        'back_left_door',
        'front_left_light',
        'back_left_light',
        'left_mirror',
      ]) {
        expect(plausibility(type, part)).toBe(plausibility(type, part.replace('left', 'right')))
      }
    }
  })
})
