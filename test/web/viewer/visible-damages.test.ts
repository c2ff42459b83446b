import { expect, it } from 'vitest'
import type { ReviewState } from '../../../web/viewer/types.ts'
import { visibleDamages } from '../../../web/viewer/visible-damages.ts'

const damages = [
  { id: 'sure', type: 'dent', confidence: 0.9, review: 'UNREVIEWED' as ReviewState },
  { id: 'unsure', type: 'dent', confidence: 0.2, review: 'UNREVIEWED' as ReviewState },
  { id: 'drawn', type: 'scratch', confidence: 0, review: 'ADDED' as ReviewState },
]
const ids = (filter: Parameters<typeof visibleDamages>[1]) =>
  visibleDamages(damages, filter).map(({ id }) => id)

it('shows all damages unless asked otherwise', () => {
  expect(ids({})).toEqual(['sure', 'unsure', 'drawn'])
})

it('leaves out what is less certain, but nothing that a person drew', () => {
  expect(ids({ minConfidence: 0.5 })).toEqual(['sure', 'drawn'])
})

it('leaves out other types, whoever found them', () => {
  expect(ids({ visibleTypes: new Set(['dent']) })).toEqual(['sure', 'unsure'])
})
