import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { severity } from '../../../inference/assess/severity.ts'
import { between, times } from '../drawn/arbitraries.ts'

const ORDER = ['minor', 'moderate', 'severe']

describe('severity', () => {
  it.each([
    ['scratch', 0.1, 'minor'],
    ['scratch', 1, 'moderate'],
    ['scratch', 6, 'severe'],
    ['dent', 0.1, 'minor'],
    ['dent', 5, 'moderate'],
    ['dent', 20, 'severe'],
    ['broken_part', 3, 'moderate'],
    ['broken_part', 25, 'severe'],
    ['lamp_broken', 0.01, 'moderate'],
    ['glass_shatter', 10, 'severe'],
    ['airbag_deployed', 0.5, 'severe'],
    ['something_new', 0.1, 'minor'],
  ])('of a %s over %s %% of the photo is %s', (type, areaPct, expected) => {
    expect(severity({ type, areaPct, part: null })).toBe(expected)
  })

  it('goes by the share of the part where that is known, near or far', () => {
    const far = severity({ type: 'scratch', areaPct: 0.05, part: { name: 'front_left_door', areaPct: 0.5 } })
    const near = severity({ type: 'scratch', areaPct: 6, part: { name: 'front_left_door', areaPct: 60 } })
    expect([far, near]).toEqual(['moderate', 'moderate'])
  })

  it('never falls when the damage is larger', () => {
    const types = fc.constantFrom('scratch', 'dent', 'broken_part', 'glass_shatter', 'lamp_broken')
    fc.assert(
      fc.property(types, between(0, 50), between(0, 50), (type, areaPct, more) => {
        const part = { name: 'hood', areaPct: 10 }
        const smaller = ORDER.indexOf(severity({ type, areaPct, part }))
        expect(ORDER.indexOf(severity({ type, areaPct: areaPct + more, part }))).toBeGreaterThanOrEqual(
          smaller,
        )
      }),
      times(100),
    )
  })
})
