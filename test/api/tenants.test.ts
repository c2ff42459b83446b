import { type GraphQLObjectType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../schema/schema.ts'
import { adjuster, openTestApi, rival } from './open-test-api.ts'
import { ASSESS, CREATE } from './operations.ts'
import { photoFile } from './photos.ts'

/** Every operation that takes an id, with something of another tenant's in each. */
const questions: Record<string, (ids: Ids) => string> = {
  claim: ({ claim }) => `{ claim(id: "${claim}") { id } }`,
  assessment: ({ assessment }) => `{ assessment(id: "${assessment}") { id } }`,
  photo: ({ photo }) => `{ photo(id: "${photo}") { id } }`,
  similarPhotos: ({ photo }) => `{ similarPhotos(photo: "${photo}") { distance } }`,
  node: (ids) =>
    `{ ${Object.entries(ids)
      .filter(([name]) => name !== 'cursor')
      .map(([name, id]) => `${name}: node(id: "${id}") { id }`)
      .join(' ')} }`,
  nodes: ({ claim, assessment, photo, damage }) =>
    `{ nodes(ids: ["${claim}", "${assessment}", "${photo}", "${damage}"]) { id } }`,
  batch: ({ batch }) => `{ batch(id: "${batch}") { name entries { nodes { name } } } }`,
  batches: () => '{ batches { nodes { name } } }',
  assessBatch: ({ photo }) => `mutation { assessBatch(photos: ["${photo}"]) { __typename } }`,
  cancelBatch: ({ batch }) => `mutation { cancelBatch(id: "${batch}") { __typename } }`,
  retryBatch: ({ batch }) => `mutation { retryBatch(id: "${batch}") { __typename } }`,
  claims: ({
    cursor,
  }) => `{ claims { nodes { id } } before: claims(last: 9, before: "${cursor}") { nodes { id } } after: claims(after: "${cursor}") { nodes { id } }
    found: claims(filter: { search: "secret" }) { nodes { id } } plate: claims(filter: { plate: "AB1" }) { nodes { id } } }`,
  compare: ({ claim, photo }) => `{ compare(before: "${claim}", after: "${photo}") { __typename } }`,
  apiKeys: () => '{ apiKeys { id } }',
  model: () => '{ model { version } }',
  viewer: () => '{ viewer { tenant } }',
  createClaim: () => 'mutation { createClaim { __typename } }',
  updateClaim: ({ claim }) =>
    `mutation { updateClaim(id: "${claim}", input: { notes: "x" }) { __typename } }`,
  closeClaim: ({ claim }) => `mutation { closeClaim(id: "${claim}") { __typename } }`,
  reopenClaim: ({ claim }) => `mutation { reopenClaim(id: "${claim}") { __typename } }`,
  assessDamage: ({ photo, claim }) =>
    `mutation { photo: assessDamage(photo: "${photo}") { __typename } claim: assessDamage(photo: "${photo}", claim: "${claim}") { __typename } }`,
  reviewDamage: ({ damage }) =>
    `mutation { reviewDamage(damage: "${damage}", review: { verdict: REJECT }) { __typename } }`,
  addDamage: ({ claim, photo }) =>
    `mutation { addDamage(claim: "${claim}", photo: "${photo}", damage: { type: "dent", polygons: [[[0, 0], [1, 0], [1, 1]]] }) { __typename } }`,
  reviewPhoto: ({ claim, photo }) =>
    `mutation { reviewPhoto(claim: "${claim}", photo: "${photo}") { __typename } }`,
  exportAnnotations: ({ claim }) =>
    `mutation { one: exportAnnotations(format: COCO, claim: "${claim}") { __typename } all: exportAnnotations(format: COCO) { ... on AnnotationExport { photos { fileName } } } }`,
  eraseClaim: ({ claim }) => `mutation { eraseClaim(id: "${claim}") { __typename } }`,
  eraseBatch: ({ batch }) => `mutation { eraseBatch(id: "${batch}") { __typename } }`,
  erasures: () => '{ erasures { claimId } }',
  batchErasures: () => '{ batchErasures { batchId } }',
  createApiKey: () => 'mutation { createApiKey(name: "mine", role: SUBMITTER) { __typename } }',
  revokeApiKey: ({ key }) => `mutation { revokeApiKey(id: "${key}") { __typename } }`,
  undeliveredEvents: () => '{ undeliveredEvents(webhook: "theirs") { __typename } }',
  resendEvents: () => 'mutation { resendEvents(webhook: "theirs") { __typename } }',
  assessmentUpdated: ({ assessment }) => `subscription { assessmentUpdated(id: "${assessment}") { id } }`,
}

type Ids = Record<'batch' | 'claim' | 'assessment' | 'photo' | 'damage' | 'cursor' | 'key', string>

async function openWithSecrets() {
  const api = await openTestApi()
  const { data } = await api.ask(CREATE, { input: { reference: 'SECRET-1', vehicle: { plate: 'AB 1' } } })
  const claim = data.createClaim.id
  const assessed = await api.upload(ASSESS, await photoFile(), adjuster, { claim })
  const { id, damages, photo } = assessed.data.assessDamage
  const list = await api.ask('{ claims { pageInfo { endCursor } } }')
  const { apiKey } = await api.api.apiKeys.create(adjuster, 'theirs', 'admin')
  const batch = await api.ask(
    `mutation { assessBatch(photos: ["${photo.id}"], name: "SECRET") { ... on Batch { id } } }`,
  )
  const ids: Ids = {
    batch: batch.data.assessBatch.id,
    claim,
    assessment: id,
    photo: photo.id,
    damage: damages[0].id,
    cursor: list.data.claims.pageInfo.endCursor,
    key: apiKey.id,
  }
  return { ...api, ids }
}

describe('another tenant', () => {
  it('is asked about with every operation of the schema', () => {
    const operations = ['Query', 'Mutation', 'Subscription'].flatMap((name) => {
      const type = schema.getType(name)
      return isObjectType(type) ? Object.keys((type as GraphQLObjectType).getFields()) : []
    })
    expect(Object.keys(questions).sort()).toEqual(operations.sort())
  })

  it('reaches nothing, by any id, link or cursor', async () => {
    const { ask, send, ids, api } = await openWithSecrets()
    const before = JSON.stringify(await api.claims.file('acme', ids.claim))
    for (const [name, question] of Object.entries(questions)) {
      const query = question(ids)
      const answer = query.startsWith('subscription')
        ? await (
            await send(
              new Request(`http://api.test/graphql?query=${encodeURIComponent(query)}`, {
                headers: { Accept: 'text/event-stream' },
              }),
              rival,
            )
          ).text()
        : JSON.stringify((await ask(query, {}, rival)).data ?? (await ask(query, {}, rival)))
      // An error repeats the id that it was asked with; that says nothing.
      const said = answer.replace(/received \\"[^"]*\\"/g, '')
      for (const id of Object.values(ids)) expect(said, `${name} answers ${said}`).not.toContain(id)
      expect(said, name).not.toMatch(/SECRET|scratch/)
    }
    expect(JSON.stringify(await api.claims.file('acme', ids.claim))).toBe(before)
  })

  it('has photos of its own, though they be the same bytes', async () => {
    const { upload, ask, photos } = await openTestApi()
    const file = await photoFile()
    const ours = await upload(ASSESS, file)
    const theirs = await upload(ASSESS, file, rival)
    expect(theirs.data.assessDamage.photo.id).toBe(ours.data.assessDamage.photo.id)
    expect(theirs.data.assessDamage.claim.id).not.toBe(ours.data.assessDamage.claim.id)
    const { data } = await ask(
      `{ photo(id: "${ours.data.assessDamage.photo.id}") { claims { id } similar { distance } } }`,
      {},
      rival,
    )
    expect(data.photo).toEqual({ claims: [{ id: theirs.data.assessDamage.claim.id }], similar: [] })
    expect(await photos.get(ours.data.assessDamage.photo.id)).not.toBeNull()
  })
})

describe('viewer', () => {
  it('is whoever asks, and what they may do', async () => {
    const { ask } = await openTestApi()
    const { data } = await ask('{ viewer { tenant subject role } }', {}, rival)
    expect(data.viewer).toEqual({ tenant: 'rival', subject: 'rex', role: 'ADMIN' })
    expect((await ask('{ viewer { role } }', {}, adjuster)).data.viewer.role).toBe('ADJUSTER')
  })
})

describe('nodes', () => {
  it('refuses more ids than it looks up, rather than leaving some out', async () => {
    const { ask } = await openTestApi()
    const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
    const { errors } = await ask(NODES, { ids: Array(101).fill('0'.repeat(20)) })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ field: 'ids' }] })
    const { data } = await ask(NODES, { ids: Array(100).fill('0'.repeat(20)) })
    expect(data.nodes).toHaveLength(100)
  })
})

describe('a submitter', () => {
  it.each([
    'updateClaim',
    'closeClaim',
    'reopenClaim',
    'reviewDamage',
    'addDamage',
    'reviewPhoto',
    'exportAnnotations',
    'eraseClaim',
    'eraseBatch',
    'createApiKey',
    'revokeApiKey',
  ])('may not %s', async (name) => {
    const { ask, ids } = await openWithSecrets()
    const { data } = await ask(
      questions[name]?.(ids) ?? '',
      {},
      { tenant: 'acme', subject: 'sam', role: 'submitter' },
    )
    for (const [field, answer] of Object.entries(data))
      if (field !== 'all') expect(answer).toEqual({ __typename: 'Forbidden' })
  })

  it('may not see keys', async () => {
    const { ask } = await openTestApi()
    const { errors } = await ask('{ apiKeys { id } }')
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })
})
