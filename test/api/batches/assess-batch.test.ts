import { describe, expect, it, vi } from 'vitest'
import { anotherPhoto } from '../photos.ts'
import { openBatches, photosOf, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 120_000 })

describe('assessBatch', () => {
  const FROM_PHOTOS = `mutation ($photos: [ID!], $prefix: String, $name: String = "some") { assessBatch(photos: $photos, prefix: $prefix, name: $name) {
    __typename ... on Batch { id state name } ... on Error { code message } } }`

  it('assesses photos that were sent before, by their ids, and says which are unknown', async () => {
    const { api, ask, ended, entries } = await openBatches()
    const photo = await api.photos.take(await anotherPhoto())
    await api.index.own('acme', photo)
    const stranger = `p${'0'.repeat(32)}`
    const { data } = await ask(FROM_PHOTOS, { photos: [photo.id, stranger, photo.id] })
    const batch = await ended(data.assessBatch.id)
    expect(batch).toMatchObject({ total: 2, done: 1, failed: 1 })
    expect(await entries(batch.id)).toMatchObject([
      { name: photo.id, state: 'DONE' },
      { name: stranger, state: 'FAILED', failure: { code: 'PHOTO_NOT_FOUND' } },
    ])
  })

  it('takes a zip as a file of a multipart request', async () => {
    const { graphql, ended } = await openBatches()
    const form = new FormData()
    const query =
      'mutation ($zip: Zip!) { assessBatch(zip: $zip) { ... on Batch { id name } ... on Error { code message } } }'
    form.set('operations', JSON.stringify({ query, variables: { zip: null } }))
    form.set('map', JSON.stringify({ 0: ['variables.zip'] }))
    form.set('0', new Blob([new Uint8Array(await zipOf(await photosOf(2)))]), 'hail.zip')
    const request = new Request('http://api.test/graphql', { method: 'POST', body: form })
    const response = (await (await graphql(request)).json()) as any
    expect(response.data.assessBatch).toMatchObject({ name: 'hail.zip' })
    expect(await ended(response.data.assessBatch.id)).toMatchObject({ done: 2 })
  })

  it.each([
    ['no source', {}, /one of zip, upload, photos and prefix/],
    ['two sources', { photos: ['x'], prefix: 's3://a/b' }, /one of zip, upload, photos and prefix/],
    ['no ids', { photos: [] }, /at least one id/],
    ['an odd id', { photos: ['../x'] }, /ids as POST \/photos gives them/],
    ['too many ids', { photos: Array(10_001).fill(`p${'0'.repeat(32)}`) }, /at most 10000 ids/],
    ['a name for a novel', { photos: [`p${'0'.repeat(32)}`], name: 'x'.repeat(201) }, /at most 200/],
    ['a prefix that nobody allowed', { prefix: 's3://secret/x' }, /operator has allowed/],
  ])('refuses %s', async (_name, variables, message) => {
    const { ask } = await openBatches()
    const { data } = await ask(FROM_PHOTOS, variables)
    expect(data.assessBatch).toMatchObject({
      __typename: 'ValidationFailed',
      message: expect.stringMatching(message),
    })
  })
})
