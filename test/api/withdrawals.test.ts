import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../api/domain/records.ts'
import { standingEvents } from '../../api/domain/standing-events.ts'
import { answer } from './fake-model.ts'
import { openTestApi, submitter, type TestApi } from './open-test-api.ts'
import { ASSESS, CLAIM, REVIEW } from './operations.ts'
import { anotherPhoto, photoFile } from './photos.ts'

async function assessed({ upload }: TestApi) {
  const { data } = await upload(ASSESS, await photoFile(), submitter)
  const { claim, damages, photo } = data.assessDamage
  return { claim: claim.id as string, damage: damages[0]?.id as string, photo: photo.id as string }
}

describe('reviewDamage with WITHDRAW', () => {
  const withdraw = { verdict: 'WITHDRAW' }

  it('gives the model its word back, and keeps both on the trail', async () => {
    const api = await openTestApi()
    const { claim, damage } = await assessed(api)
    await api.ask(REVIEW, { damage, review: { verdict: 'REJECT' } })
    const { data } = await api.ask(REVIEW, { damage, review: { ...withdraw, note: 'a slip' } })
    expect(data.reviewDamage).toMatchObject({ state: 'UNREVIEWED', type: 'scratch', original: null })
    const { audit, damages } = (await api.ask(CLAIM, { id: claim })).data.claim
    expect(audit.slice(3).map(({ kind }: { kind: string }) => kind)).toEqual([
      'DAMAGE_REJECTED',
      'REVIEW_WITHDRAWN',
    ])
    expect(damages).toHaveLength(1)
  })

  it('takes back one judgement at a time, the last first', async () => {
    const api = await openTestApi()
    const { damage } = await assessed(api)
    await api.ask(REVIEW, { damage, review: { verdict: 'CORRECT', type: 'dent', part: 'hood' } })
    await api.ask(REVIEW, { damage, review: { verdict: 'REJECT' } })
    const once = await api.ask(REVIEW, { damage, review: withdraw })
    expect(once.data.reviewDamage).toMatchObject({ state: 'CORRECTED', type: 'dent', part: 'hood' })
    const twice = await api.ask(REVIEW, { damage, review: withdraw })
    expect(twice.data.reviewDamage).toMatchObject({ state: 'UNREVIEWED', type: 'scratch' })
    const thrice = await api.ask(REVIEW, { damage, review: withdraw })
    expect(thrice.data.reviewDamage.__typename).toBe('Conflict')
  })

  it('changes nothing but the verdict', async () => {
    const api = await openTestApi()
    const { damage } = await assessed(api)
    const { data } = await api.ask(REVIEW, { damage, review: { ...withdraw, type: 'dent' } })
    expect(data.reviewDamage).toMatchObject({
      __typename: 'ValidationFailed',
      fields: [{ field: 'verdict' }],
    })
  })
})

describe('the events that count', () => {
  const kinds = ['DAMAGE_CONFIRMED', 'DAMAGE_REJECTED', 'REVIEW_WITHDRAWN'] as const
  const event = (damageId: string, kind: (typeof kinds)[number], sequence: number): AuditEvent => ({
    sequence,
    at: '2026-11-21T08:00:00.000Z',
    actor: 'ada',
    model: null,
    note: null,
    action: { kind, damageId },
  })
  const trail = fc
    .array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom(...kinds)), { maxLength: 30 })
    .map((steps) => steps.map(([damage, kind], at) => event(damage, kind, at + 1)))

  it('are what a stack of judgements per damage holds in the end', () => {
    fc.assert(
      fc.property(trail, (events) => {
        const stacks: Record<string, number[]> = { a: [], b: [] }
        for (const { action, sequence } of events) {
          if (!('damageId' in action)) continue
          if (action.kind === 'REVIEW_WITHDRAWN') stacks[action.damageId]?.pop()
          else stacks[action.damageId]?.push(sequence)
        }
        const expected = Object.values(stacks)
          .flat()
          .sort((x, y) => x - y)
        expect(standingEvents(events).map(({ sequence }) => sequence)).toEqual(expected)
      }),
    )
  })
})

describe('reviewPhoto', () => {
  const SEEN = `mutation ($claim: ID!, $photo: ID!) {
    reviewPhoto(claim: $claim, photo: $photo) {
      __typename
      ... on VehiclePhoto { id }
      ... on Error { code message }
    }
  }`
  const QUEUE = '{ claims(filter: { needsReview: true }) { nodes { id } } }'
  /** So dark that it should be taken again. */
  const darkPhoto = async () => {
    const bytes = await sharp(await anotherPhoto())
      .modulate({ brightness: 0.08 })
      .jpeg()
      .toBuffer()
    return new Blob([new Uint8Array(bytes)])
  }
  const undamaged = { ...answer, damages: [], damaged: false, damagedAreaPct: 0 }

  it('takes a poor photo without damages out of the queue, until it is assessed again', async () => {
    const api = await openTestApi()
    api.model.behave(() => undamaged)
    const file = await darkPhoto()
    const first = (await api.upload(ASSESS, file, submitter)).data.assessDamage
    const [claim, photo] = [first.claim.id, first.photo.id]
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual([{ id: claim }])
    const { data } = await api.ask(SEEN, { claim, photo })
    expect(data.reviewPhoto).toEqual({ __typename: 'VehiclePhoto', id: photo })
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual([])
    const { audit } = (await api.ask(CLAIM, { id: claim })).data.claim
    expect(audit.at(-1)).toMatchObject({ kind: 'PHOTO_REVIEWED', actor: 'ada' })

    await api.upload(ASSESS, file, submitter, { claim })
    expect((await api.ask(QUEUE)).data.claims.nodes).toEqual([{ id: claim }])
  })

  it('is for adjusters, and for photos of the claim', async () => {
    const api = await openTestApi()
    const { claim, photo } = await assessed(api)
    const other = await assessed(api)
    expect((await api.ask(SEEN, { claim, photo }, submitter)).data.reviewPhoto.__typename).toBe('Forbidden')
    expect((await api.ask(SEEN, { claim, photo: 'nonsense' })).data.reviewPhoto.__typename).toBe('NotFound')
    expect((await api.ask(SEEN, { claim: other.claim, photo: 'nonsense' })).data.reviewPhoto.__typename).toBe(
      'NotFound',
    )
  })
})
