import { describe, expect, it } from 'vitest'
import { answer, scratch } from './fake-model.ts'
import { adjuster, openTestApi, submitter, type TestApi } from './open-test-api.ts'
import { ASSESS, CLAIM, REVIEW } from './operations.ts'
import { photoFile } from './photos.ts'

async function assessed({ upload }: TestApi) {
  const { data } = await upload(ASSESS, await photoFile(), submitter)
  const { claim, damages, photo } = data.assessDamage
  return { claim: claim.id as string, damage: damages[0].id as string, photo: photo.id as string }
}

/** A quarter of the bumper: x 100 to 400, y 100 to 300 of 800x600. */
const quarter = [
  [0.125, 1 / 6],
  [0.5, 1 / 6],
  [0.5, 0.5],
  [0.125, 0.5],
]

const QUEUE = `{ claims(filter: { needsReview: true }) { nodes { id photoCount cover { id } photosToReview { id } } } }`

describe('claims(filter: { needsReview: true })', () => {
  const unsure = {
    ...answer,
    damages: [
      { ...scratch, confidence: 0.2 },
      { ...scratch, bbox: scratch.bbox },
    ],
  }

  it('lists a claim until somebody has judged every damage of its doubtful photos', async () => {
    const api = await openTestApi()
    api.model.behave(() => unsure)
    const { claim, photo, damage } = await assessed(api)
    const queued = [{ id: claim, photoCount: 1, cover: { id: photo }, photosToReview: [{ id: photo }] }]
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual(queued)

    await api.ask(REVIEW, { damage, review: { verdict: 'REJECT' } })
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual(queued)
    const { data } = await api.ask(CLAIM, { id: claim })
    for (const { id } of data.claim.damages) {
      await api.ask(REVIEW, { damage: id, review: { verdict: 'CONFIRM' } })
    }
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual([])
  })

  it('leaves out claims that are closed, or of which the model is sure', async () => {
    const api = await openTestApi()
    await assessed(api)
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual([])
    api.model.behave(() => unsure)
    const { claim } = await assessed(api)
    await api.ask('mutation ($id: ID!) { closeClaim(id: $id) { __typename } }', { id: claim })
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual([])
  })
})

describe('photos(ids) of a claim', () => {
  const PHOTOS = `query ($id: ID!, $ids: [ID!]) { claim(id: $id) { photos(ids: $ids) { id damages { type state } } } }`

  it('shows the chosen ones, with the damages on each that the model found and people added', async () => {
    const api = await openTestApi()
    const { claim, photo } = await assessed(api)
    const second = await api.upload(ASSESS, await photoFile(), adjuster, { claim })
    const other = second.data.assessDamage.photo.id
    await api.ask(
      `mutation ($claim: ID!, $photo: ID!, $damage: NewDamageInput!) {
        addDamage(claim: $claim, photo: $photo, damage: $damage) { __typename } }`,
      { claim, photo: other, damage: { type: 'dent', polygons: [quarter] } },
    )
    const both = await api.ask(PHOTOS, { id: claim })
    expect(both.data.claim.photos.map(({ id }: any) => id)).toEqual([photo, other])
    const { data } = await api.ask(PHOTOS, { id: claim, ids: [other] })
    expect(data.claim.photos).toEqual([
      {
        id: other,
        damages: [
          { type: 'scratch', state: 'UNREVIEWED' },
          { type: 'dent', state: 'ADDED' },
        ],
      },
    ])
  })
})

describe('reviewDamage', () => {
  it('confirms and rejects, and keeps both on the trail', async () => {
    const api = await openTestApi()
    const { claim, damage } = await assessed(api)
    const confirmed = await api.ask(REVIEW, { damage, review: { verdict: 'CONFIRM' } })
    expect(confirmed.data.reviewDamage).toMatchObject({ state: 'CONFIRMED', original: null })
    await api.ask(REVIEW, { damage, review: { verdict: 'REJECT', note: 'a reflection' } })

    const { data } = await api.ask(CLAIM, { id: claim })
    expect(data.claim.damages).toEqual([])
    expect(data.claim.audit.slice(3)).toEqual([
      {
        sequence: 4,
        kind: 'DAMAGE_CONFIRMED',
        actor: 'ada',
        note: null,
        damageId: damage,
        fields: [],
        model: { version: '1' },
      },
      {
        sequence: 5,
        kind: 'DAMAGE_REJECTED',
        actor: 'ada',
        note: 'a reflection',
        damageId: damage,
        fields: [],
        model: { version: '1' },
      },
    ])
    const all = await api.ask('query ($id: ID!) { claim(id: $id) { damages(rejected: true) { state } } }', {
      id: claim,
    })
    expect(all.data.claim.damages).toEqual([{ state: 'REJECTED' }])
  })

  it('corrects type and part, and keeps what the model said', async () => {
    const api = await openTestApi()
    const { damage } = await assessed(api)
    const { data } = await api.ask(REVIEW, {
      damage,
      review: { verdict: 'CORRECT', type: 'dent', part: 'hood', severity: 'SEVERE' },
    })
    expect(data.reviewDamage).toMatchObject({
      type: 'dent',
      part: 'hood',
      severity: 'SEVERE',
      state: 'CORRECTED',
      confidence: 0.9,
      original: { type: 'scratch', part: 'front_bumper', areaPct: 2.67 },
    })
    // Another correction is one of the first, not of the model's word.
    const again = await api.ask(REVIEW, { damage, review: { verdict: 'CORRECT', type: 'scratch' } })
    expect(again.data.reviewDamage).toMatchObject({
      type: 'scratch',
      part: 'hood',
      original: { part: 'front_bumper' },
    })
  })

  it('measures an outline that was redrawn', async () => {
    const api = await openTestApi()
    const { damage } = await assessed(api)
    const { data } = await api.ask(REVIEW, { damage, review: { verdict: 'CORRECT', polygons: [quarter] } })
    expect(data.reviewDamage).toMatchObject({ areaPct: 12.5, partAreaPct: 25, vehicleAreaPct: 25 })
    expect(data.reviewDamage.polygon).toHaveLength(4)
  })

  it.each([
    ['another type with CONFIRM', { verdict: 'CONFIRM', type: 'dent' }, 'verdict'],
    ['CORRECT without a change', { verdict: 'CORRECT' }, 'review'],
    ['a type that the model does not know', { verdict: 'CORRECT', type: 'rust' }, 'type'],
    ['a part that the model does not know', { verdict: 'CORRECT', part: 'roof' }, 'part'],
    [
      'an outline of two points',
      {
        verdict: 'CORRECT',
        polygons: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
      'polygons[0]',
    ],
    [
      'an outline beyond the photo',
      {
        verdict: 'CORRECT',
        polygons: [
          [
            [0, 0],
            [2, 0],
            [1, 1],
          ],
        ],
      },
      'polygons[0]',
    ],
    [
      'an outline without area',
      {
        verdict: 'CORRECT',
        polygons: [
          [
            [0, 0],
            [0.5, 0.5],
            [1, 1],
          ],
        ],
      },
      'polygons[0]',
    ],
    ['no outline', { verdict: 'CORRECT', polygons: [] }, 'polygons'],
    ['a note without end', { verdict: 'CONFIRM', note: 'x'.repeat(10_001) }, 'note'],
  ])('refuses %s', async (_name, review, field) => {
    const api = await openTestApi()
    const { damage, claim } = await assessed(api)
    const { data } = await api.ask(REVIEW, { damage, review })
    expect(data.reviewDamage).toMatchObject({ __typename: 'ValidationFailed', fields: [{ field }] })
    expect((await api.ask(CLAIM, { id: claim })).data.claim.audit).toHaveLength(3)
  })

  it('refuses a version that has passed, and takes the one that was read', async () => {
    const api = await openTestApi()
    const { damage, claim } = await assessed(api)
    const { version } = (await api.ask(CLAIM, { id: claim })).data.claim
    const first = await api.ask(REVIEW, { damage, review: { verdict: 'CONFIRM' }, version })
    expect(first.data.reviewDamage.claim.version).toBe(version + 1)
    const second = await api.ask(REVIEW, { damage, review: { verdict: 'REJECT' }, version })
    expect(second.data.reviewDamage).toMatchObject({ __typename: 'Conflict', code: 'CONFLICT' })
  })

  it('loses none of many reviews at once', async () => {
    const api = await openTestApi()
    const { damage, claim } = await assessed(api)
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        api.ask(REVIEW, { damage, review: { verdict: 'CONFIRM', note: `${i}` } }),
      ),
    )
    const { audit } = (await api.ask(CLAIM, { id: claim })).data.claim
    expect(audit.map(({ sequence }: { sequence: number }) => sequence)).toEqual(
      Array.from({ length: 13 }, (_, i) => i + 1),
    )
    expect(new Set(audit.slice(3).map(({ note }: { note: string }) => note)).size).toBe(10)
  })

  it.each(['0'.repeat(20), `${'0'.repeat(20)}.00000000.0`, 'nonsense', ''])(
    'does not find %j',
    async (damage) => {
      const api = await openTestApi()
      const { data } = await api.ask(REVIEW, { damage, review: { verdict: 'CONFIRM' } })
      expect(data.reviewDamage).toMatchObject({
        __typename: 'NotFound',
        message: expect.stringContaining('Damage'),
      })
    },
  )

  it('changes nothing of a closed claim', async () => {
    const api = await openTestApi()
    const { damage, claim } = await assessed(api)
    await api.ask('mutation ($id: ID!) { closeClaim(id: $id) { __typename } }', { id: claim })
    const { data } = await api.ask(REVIEW, { damage, review: { verdict: 'CONFIRM' } })
    expect(data.reviewDamage.__typename).toBe('Conflict')
    await api.ask('mutation ($id: ID!) { reopenClaim(id: $id) { __typename } }', { id: claim })
    const again = await api.ask(REVIEW, { damage, review: { verdict: 'CONFIRM' } })
    expect(again.data.reviewDamage.state).toBe('CONFIRMED')
  })
})

describe('addDamage', () => {
  const ADD = `mutation ($claim: ID!, $photo: ID!, $damage: NewDamageInput!) {
    addDamage(claim: $claim, photo: $photo, damage: $damage) {
      __typename
      ... on Damage { id state type part areaPct confidence severity assessment { id } history { kind actor } }
      ... on Error { code }
    }
  }`

  it('adds what the model did not see', async () => {
    const api = await openTestApi()
    const { claim, photo } = await assessed(api)
    const { data } = await api.ask(ADD, {
      claim,
      photo,
      damage: { type: 'dent', part: 'front_bumper', polygons: [quarter] },
    })
    expect(data.addDamage).toMatchObject({
      state: 'ADDED',
      areaPct: 12.5,
      confidence: 1,
      severity: 'MODERATE',
      assessment: null,
      history: [{ kind: 'DAMAGE_ADDED', actor: 'ada' }],
    })
    const { data: read } = await api.ask(
      'query ($id: ID!) { claim(id: $id) { damageTypes damages { id } } node(id: $damage) { id } }'.replace(
        '$id: ID!',
        '$id: ID!, $damage: ID!',
      ),
      { id: claim, damage: data.addDamage.id },
    )
    expect(read.claim.damageTypes).toEqual(['dent', 'scratch'])
    expect(read.claim.damages).toHaveLength(2)
    expect(read.node.id).toBe(data.addDamage.id)
  })

  it('can be corrected and rejected like any other', async () => {
    const api = await openTestApi()
    const { claim, photo } = await assessed(api)
    const { data } = await api.ask(ADD, { claim, photo, damage: { type: 'dent', polygons: [quarter] } })
    const damage = data.addDamage.id
    const corrected = await api.ask(REVIEW, { damage, review: { verdict: 'CORRECT', type: 'scratch' } })
    expect(corrected.data.reviewDamage).toMatchObject({ state: 'ADDED', type: 'scratch', original: null })
    await api.ask(REVIEW, { damage, review: { verdict: 'REJECT' } })
    expect((await api.ask(CLAIM, { id: claim })).data.claim.damages).toHaveLength(1)
  })

  it('needs a photo of the claim', async () => {
    const api = await openTestApi()
    const { claim } = await assessed(api)
    const other = await assessed(api)
    const { data } = await api.ask(ADD, {
      claim,
      photo: other.photo,
      damage: { type: 'dent', polygons: [quarter] },
    })
    expect(data.addDamage.__typename).toBe('NotFound')
  })
})

describe('a photo assessed again', () => {
  it('counts with its latest answer, and reviews of the former stay on the trail', async () => {
    const api = await openTestApi()
    const file = await photoFile()
    const first = await api.upload(ASSESS, file)
    const claim = first.data.assessDamage.claim.id
    await api.ask(REVIEW, { damage: first.data.assessDamage.damages[0].id, review: { verdict: 'REJECT' } })
    api.model.behave(() => ({ ...answer, damages: [{ ...scratch, type: 'dent' }] }))
    await api.upload(ASSESS, file, adjuster, { claim })
    const { data } = await api.ask(CLAIM, { id: claim })
    expect(data.claim.photos).toHaveLength(1)
    expect(data.claim.damages).toMatchObject([{ type: 'dent', state: 'UNREVIEWED' }])
    expect(data.claim.audit.map(({ kind }: { kind: string }) => kind)).toContain('DAMAGE_REJECTED')
  })
})
