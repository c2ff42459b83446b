import { describe, expect, it } from 'vitest'
import { changesOf, detailsOf } from '../../../web/claim/detail-edits.ts'

const now = detailsOf({
  reference: 'A-1',
  policyNumber: null,
  vehicle: { plate: 'B-DG 1', vin: null, make: 'VW', model: null, year: 2020 },
})

describe('changed details of a claim', () => {
  it('are those alone that differ from how it stands', () => {
    expect(changesOf({ reference: 'A-1', make: ' Škoda ', policyNumber: 'P' }, now)).toEqual({
      policyNumber: 'P',
      vehicle: { make: 'Škoda' },
    })
  })

  it('clear what is empty, and give years as numbers', () => {
    expect(changesOf({ plate: ' ', year: '2021' }, now)).toEqual({ vehicle: { plate: null, year: 2021 } })
    expect(changesOf({ reference: '' }, now)).toEqual({ reference: null })
  })

  it('are none where nothing differs', () => {
    expect(changesOf({ make: 'VW', vin: '', year: '2020' }, now)).toBeNull()
    expect(changesOf({}, now)).toBeNull()
  })
})
