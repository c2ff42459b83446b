import { describe, expect, it } from 'vitest'
import { attributePart, nestParts } from '../../../inference/assess/part-attribution.ts'
import type { Region } from '../../../inference/decode/decode-instances.ts'
import { region } from './region.ts'

const bumper = region('front_bumper', [100, 300, 600, 200])
const lamp = region('front_left_light', [120, 320, 100, 60])
const hood = region('hood', [100, 100, 600, 190])
const parts = nestParts([bumper, lamp, hood])

const partOf = (damage: Region): string | null => attributePart(damage, parts)?.part.label ?? null

describe('attributePart', () => {
  it.each<[string, Region, string | null]>([
    ['the part that covers it', region('dent', [300, 350, 50, 50]), 'front_bumper'],
    ['the part that covers most of it', region('dent', [300, 200, 60, 120]), 'hood'],
    ['the lamp, not the bumper around it', region('lamp_broken', [130, 330, 50, 40]), 'front_left_light'],
    ['the lamp even for what can be on both', region('scratch', [130, 330, 50, 40]), 'front_left_light'],
    [
      'the bumper where the lamp has the smaller share',
      region('scratch', [180, 330, 160, 40]),
      'front_bumper',
    ],
    [
      'the lamp where only it can have such damage',
      region('lamp_broken', [180, 330, 120, 40]),
      'front_left_light',
    ],
    ['no part where nothing covers a quarter', region('dent', [650, 450, 200, 100]), null],
    ['no part off all of them', region('dent', [900, 10, 50, 50]), null],
  ])('names %s', (_, damage, expected) => expect(partOf(damage)).toBe(expected))

  it('says how much of the damage is on the part, and how much of the part that is', () => {
    const attribution = attributePart(region('dent', [650, 350, 100, 100]), parts)
    expect(attribution?.cover).toBeCloseTo(0.5, 2)
    expect(attribution?.shared).toBeCloseTo(5000, -2)
  })

  it('finds none among no parts', () => {
    expect(attributePart(region('dent', [0, 0, 10, 10]), nestParts([]))).toBeNull()
  })
})
