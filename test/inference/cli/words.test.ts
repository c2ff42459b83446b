import { describe, expect, it } from 'vitest'
import { verdict } from '../../../inference/cli/annotate/words.ts'
import { aDamage, anAssessment } from './answers.ts'

describe('the line above what an annotated photo lists', () => {
  const beside = aDamage('scratch', [40, 60, 50], { part: null, plausible: false, vehicleAreaPct: 0 })

  it.each([
    ['1 damage, 5.50% of the photo', {}],
    ['no damage found', { damages: [] }],
    ['no damage on the vehicle', { damages: [beside], damaged: false }],
    ['no vehicle in view', { vehicle: false, damages: [] }],
  ])('is: %s', (line, answer) => {
    expect(verdict(anAssessment(answer))).toBe(line)
  })
})
