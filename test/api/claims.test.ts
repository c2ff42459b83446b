import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjuster, openTestApi, submitter, type TestApi } from './open-test-api.ts'
import { ASSESS, CREATE } from './operations.ts'
import { photoFile } from './photos.ts'

const LIST = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: ClaimFilter) {
  claims(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    edges { cursor node { reference } }
    nodes { reference }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

/** Claims and so on, a second apart. */
async function openWithClaims(count: number, input: (i: number) => object = () => ({})) {
  let now = Date.parse('2026-01-01T00:00:00Z')
  const api = await openTestApi({ clock: () => now })
  for (let i = 1; i <= count; i++) {
    await api.api.editClaim.create(adjuster, { reference: `A-${i}`, ...input(i) })
    now += 1000
  }
  return api
}

const references = (answer: any): string[] => answer.data.claims.nodes.map(({ reference }: any) => reference)
const list = async ({ ask }: TestApi, variables: object) => references(await ask(LIST, variables))

describe('createClaim', () => {
  it('keeps what it was given, tidied', async () => {
    const { ask } = await openTestApi()
    const input = { reference: ' A-7 ', vehicle: { plate: 'B-MW 123', vin: 'wvwzzz1jzxw000001', year: 2020 } }
    const { data } = await ask(CREATE, { input }, submitter)
    expect(data.createClaim).toMatchObject({
      version: 1,
      reference: 'A-7',
      vehicle: { plate: 'B-MW 123', vin: 'WVWZZZ1JZXW000001', year: 2020 },
    })
  })

  it.each([
    [{ reference: 'x'.repeat(65) }, 'reference'],
    [{ reference: 'two\nlines' }, 'reference'],
    [{ reference: '\u202eevil' }, 'reference'],
    [{ vehicle: { vin: 'TOO-SHORT' } }, 'vehicle.vin'],
    [{ vehicle: { year: 1700 } }, 'vehicle.year'],
    [{ notes: 'x'.repeat(10_001) }, 'notes'],
  ])('refuses %j by its field', async (input, field) => {
    const { ask } = await openTestApi()
    const { data } = await ask(CREATE, { input })
    expect(data.createClaim).toMatchObject({
      __typename: 'ValidationFailed',
      code: 'VALIDATION_FAILED',
      fields: [{ field }],
    })
  })
})

describe('updateClaim', () => {
  const UPDATE = `mutation ($id: ID!, $input: ClaimInput!, $version: Int) {
    updateClaim(id: $id, input: $input, version: $version) {
      __typename
      ... on Claim { reference notes version vehicle { plate make } audit { kind fields } }
      ... on Error { code }
    }
  }`

  it('changes what is named, clears what is null, and leaves the rest', async () => {
    const { ask } = await openTestApi()
    const { data } = await ask(CREATE, {
      input: { reference: 'A', notes: 'n', vehicle: { plate: 'P', make: 'VW' } },
    })
    const updated = await ask(UPDATE, {
      id: data.createClaim.id,
      input: { notes: null, vehicle: { plate: 'Q' } },
      version: 1,
    })
    expect(updated.data.updateClaim).toMatchObject({
      reference: 'A',
      notes: null,
      version: 2,
      vehicle: { plate: 'Q', make: 'VW' },
    })
    expect(updated.data.updateClaim.audit[1]).toEqual({
      kind: 'CLAIM_UPDATED',
      fields: ['notes', 'vehicle.plate'],
    })
    const stale = await ask(UPDATE, { id: data.createClaim.id, input: { notes: 'x' }, version: 1 })
    expect(stale.data.updateClaim.code).toBe('CONFLICT')
  })

  it('puts on the trail what differs, not what was sent along, and nothing where nothing does', async () => {
    const { ask } = await openTestApi()
    const vehicle = { plate: 'P', vin: 'WVWZZZ1JZXW000001', year: 2020 }
    const { data } = await ask(CREATE, { input: { reference: 'A', notes: 'n', vehicle } })
    const { id } = data.createClaim
    const change = { reference: 'A', notes: 'n', vehicle: { ...vehicle, year: 2021 } }
    await ask(UPDATE, { id, input: change })
    await ask(UPDATE, { id, input: change })
    const cleared = await ask(UPDATE, { id, input: { vehicle: null } })
    expect(cleared.data.updateClaim.audit.slice(1)).toEqual([
      { kind: 'CLAIM_UPDATED', fields: ['vehicle.year'] },
      { kind: 'CLAIM_UPDATED', fields: ['vehicle.plate', 'vehicle.vin', 'vehicle.year'] },
    ])
  })

  it('is found by its new plate and words, not by the old ones', async () => {
    const api = await openTestApi()
    const { data } = await api.ask(CREATE, { input: { reference: 'OLD', vehicle: { plate: 'AB 12' } } })
    await api.ask(UPDATE, {
      id: data.createClaim.id,
      input: { reference: 'FRESH', vehicle: { plate: 'CD 34' } },
    })
    expect(await list(api, { filter: { plate: 'cd-34' } })).toEqual(['FRESH'])
    expect(await list(api, { filter: { search: 'fre' } })).toEqual(['FRESH'])
    expect(await list(api, { filter: { plate: 'AB12' } })).toEqual([])
    expect(await list(api, { filter: { search: 'old' } })).toEqual([])
  })

  it('is for adjusters', async () => {
    const { ask } = await openTestApi()
    const { data } = await ask(CREATE, {}, submitter)
    const refused = await ask(UPDATE, { id: data.createClaim.id, input: {} }, submitter)
    expect(refused.data.updateClaim).toMatchObject({ __typename: 'Forbidden', code: 'FORBIDDEN' })
  })
})

describe('claims', () => {
  it('lists the newest first, page by page, in both directions', async () => {
    const api = await openWithClaims(5)
    const first = await api.ask(LIST, { first: 2 })
    expect(references(first)).toEqual(['A-5', 'A-4'])
    expect(first.data.claims.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    const second = await api.ask(LIST, { first: 2, after: first.data.claims.pageInfo.endCursor })
    expect(references(second)).toEqual(['A-3', 'A-2'])
    const third = await api.ask(LIST, { first: 2, after: second.data.claims.pageInfo.endCursor })
    expect(references(third)).toEqual(['A-1'])
    expect(third.data.claims.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })

    const back = await api.ask(LIST, { last: 2, before: third.data.claims.pageInfo.startCursor })
    expect(references(back)).toEqual(['A-3', 'A-2'])
    expect(back.data.claims.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
    expect(await list(api, { last: 2 })).toEqual(['A-2', 'A-1'])
  })

  it('keeps its cursors good while claims come and leave the list', async () => {
    const api = await openWithClaims(4)
    const { data } = await api.ask(LIST, { first: 2, filter: { status: 'OPEN' } })
    const cursor = data.claims.pageInfo.endCursor
    await api.api.editClaim.create(adjuster, { reference: 'NEW' })
    const at = await api.api.listClaims(adjuster, {}, { first: 100 })
    const third = at.edges.find(({ node }) => node.reference === 'A-3')?.node.id as string
    await api.api.editClaim.close(adjuster, third, null)
    expect(await list(api, { first: 5, after: cursor, filter: { status: 'OPEN' } })).toEqual(['A-2', 'A-1'])
  })

  it('filters by everything it offers, and by several at once', async () => {
    const api = await openWithClaims(6, (i) => ({
      policyNumber: `POL-${i % 2}`,
      vehicle: { plate: i < 4 ? 'B MW 1' : 'M-X 2', make: i % 3 === 0 ? 'Škoda' : 'Volkswagen' },
    }))
    const { data } = await api.upload(ASSESS, await photoFile())
    await api.ask('mutation ($id: ID!) { closeClaim(id: $id) { __typename } }', {
      id: data.assessDamage.claim.id,
    })
    expect(await list(api, { filter: { status: 'CLOSED' } })).toEqual([null])
    expect(await list(api, { filter: { damageType: 'scratch', part: 'front_bumper' } })).toEqual([null])
    expect(await list(api, { filter: { damageType: 'dent' } })).toEqual([])
    expect(await list(api, { filter: { plate: 'b-mw1' } })).toEqual(['A-3', 'A-2', 'A-1'])
    expect(await list(api, { filter: { search: 'škoda pol' } })).toEqual(['A-6', 'A-3'])
    expect(await list(api, { filter: { search: 'SKO' } })).toEqual([])
    expect(await list(api, { filter: { plate: 'B MW 1', search: 'volks' } })).toEqual(['A-2', 'A-1'])
    expect(
      await list(api, { filter: { openedFrom: '2026-01-01T00:00:01Z', openedTo: '2026-01-01T00:00:03Z' } }),
    ).toEqual(['A-3', 'A-2'])
  })

  it.each([
    ['2026-01-01T00:00:03Z', 3],
    ['2026-01-01T00:00Z', 0],
    ['2026-01-01T01:00:03+01:00', 3],
    ['2026-01-01', 0],
    ['2028-02-29T12:00:00.5Z', 6],
    ['9999-12-31T23:59:59.999Z', 6],
    ['0000-01-01T00:00:00Z', 0],
  ])('takes %s for an instant', async (openedTo, count) => {
    const api = await openWithClaims(6)
    expect(await list(api, { filter: { openedTo } })).toHaveLength(count)
  })

  it.each([
    '+010000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '0000-01-01T00:00:00+01:00',
    '2027-02-29',
    '2026-01-01T00:00:03',
    '2026-13-01T00:00:00Z',
    'Jan 1, 2026',
    '1',
    1767225603000,
  ])('says that %s is none', async (openedTo) => {
    const api = await openWithClaims(1)
    const { data, errors } = await api.ask(
      'query ($filter: ClaimFilter) { claims(filter: $filter) { nodes { id } } }',
      { filter: { openedTo } },
    )
    expect(data).toBeUndefined()
    expect(errors?.[0]?.message).toContain('Expected an instant of the years 0 to 9999 as ISO 8601')
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  it('walks every claim exactly once, whatever the page size and filter', async () => {
    const api = await openWithClaims(23, (i) => ({ vehicle: { make: i % 2 ? 'Audi' : 'Seat' } }))
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom({}, { search: 'audi' }, { status: 'OPEN' as const, search: 'seat' }),
        fc.boolean(),
        async (size, filter, backward) => {
          const seen: (string | null)[] = []
          for (let cursor: string | null = null; ; ) {
            const page = await api.api.listClaims(
              adjuster,
              filter,
              backward ? { last: size, before: cursor } : { first: size, after: cursor },
            )
            const found = page.edges.map(({ node }) => node.reference)
            seen.push(...(backward ? found.reverse() : found))
            if (!(backward ? page.hasPreviousPage : page.hasNextPage)) break
            cursor = (backward ? page.edges[0] : page.edges.at(-1))?.cursor ?? null
          }
          const { search } = filter as { search?: string }
          const all = Array.from({ length: 23 }, (_, i) => i + 1).filter(
            (i) => !search || (search === 'audi') === (i % 2 === 1),
          )
          expect(seen).toEqual((backward ? all : all.reverse()).map((i) => `A-${i}`))
        },
      ),
      { numRuns: 25 },
    )
  })

  it.each([
    [{ after: 'nonsense' }, 'after'],
    [{ after: Buffer.from('T#rival#LIST').toString('base64url') }, 'after'],
    [{ first: 0 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ first: 1, last: 1 }, 'last'],
    [{ last: 1, after: 'x' }, 'after'],
    [{ filter: { search: '!' } }, 'filter.search'],
  ])('refuses %j by its field', async (variables, field) => {
    const { ask } = await openTestApi()
    const { errors } = await ask(LIST, variables)
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ field }],
      requestId: 'test-request',
    })
  })
})

describe('the store', () => {
  it('is asked as often for many claims as for one', async () => {
    const api = await openTestApi()
    const { table } = api.api
    const DEEP = `query ($first: Int) { claims(first: $first) { nodes {
      damages { areaPct polygon photo { id } claim { id } assessment { id } } photos { assessment { damages { type } } } summary { severity } audit { kind } } } }`
    for (let i = 0; i < 6; i++) await api.upload(ASSESS, await photoFile())
    const calls = async (first: number) => {
      let count = 0
      const counted = ['get', 'getMany', 'query', 'queryMany'] as const
      const originals = counted.map((name) => table[name])
      for (const name of counted) {
        const original = table[name] as (...args: unknown[]) => unknown
        Object.assign(table, { [name]: (...args: unknown[]) => (count++, original(...args)) })
      }
      const { errors } = await api.ask(DEEP, { first })
      for (const [i, name] of counted.entries()) Object.assign(table, { [name]: originals[i] })
      expect(errors).toBeUndefined()
      return count
    }
    const forOne = await calls(1)
    expect(await calls(6)).toBe(forOne)
    expect(forOne).toBe(3)
  })
})
