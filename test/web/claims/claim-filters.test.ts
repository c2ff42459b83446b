import { describe, expect, it } from 'vitest'
import { listVariables } from '../../../web/claims/claim-filters.ts'

const variables = (query: string) => listVariables(new URLSearchParams(query))

describe('listVariables', () => {
  it('asks for the first page of everything where the address says nothing', () => {
    expect(variables('')).toEqual({
      first: 20,
      after: null,
      filter: { search: null, status: null, damageType: null, part: null, openedFrom: null, openedTo: null },
    })
  })

  it('reads filters from the address, the last day included', () => {
    const { filter } = variables('search=golf&status=OPEN&type=dent&part=hood&from=2026-03-01&to=2026-03-01')
    expect(filter).toMatchObject({ search: 'golf', status: 'OPEN', damageType: 'dent', part: 'hood' })
    const hours = (Date.parse(filter?.openedTo as string) - Date.parse(filter?.openedFrom as string)) / 3.6e6
    expect(hours).toBe(24)
  })

  it('takes years as they are written, and leaves out the ends of the calendar', () => {
    const { filter } = variables('from=0026-03-01&to=9999-12-31')
    expect(filter?.openedFrom).toMatch(/^0026-0[23]/)
    expect(filter?.openedTo === null || filter?.openedTo?.startsWith('9999')).toBe(true)
  })

  it('does not ask what the API would refuse', () => {
    expect(variables('search=a&status=LOST&from=yesterday').filter).toMatchObject({
      search: null,
      status: null,
      openedFrom: null,
    })
  })

  it('goes backwards from a cursor', () => {
    expect(variables('before=abc')).toMatchObject({ last: 20, before: 'abc' })
    expect(variables('after=abc')).toMatchObject({ first: 20, after: 'abc' })
  })
})
