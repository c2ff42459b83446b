import { describe, expect, it, vi } from 'vitest'
import { openWork } from '../../../api/assess/work-list.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import type { Table } from '../../../api/store/table.ts'
import { openBatches, photosOf, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 120_000 })

describe('POST /batches', () => {
  it('assesses every photo of a zip, each in a claim of its own', async () => {
    const { send, ended, entries, model, batching } = await openBatches()
    const sent = await send(await zipOf(await photosOf(5)), '?name=hail')
    expect(sent).toMatchObject({ status: 201, name: 'hail', links: { self: `/batches/${sent.id}` } })
    expect(await ended(sent.id)).toMatchObject({
      state: 'FINISHED',
      total: 5,
      done: 5,
      failed: 0,
      waiting: 0,
    })
    const all = await entries(sent.id)
    expect(all.map(({ name }: any) => name)).toEqual(['0.png', '1.png', '2.png', '3.png', '4.png'])
    expect(
      all.every(({ state, assessment }: any) => state === 'DONE' && assessment.status === 'SUCCEEDED'),
    ).toBe(true)
    expect(new Set(all.map(({ claim }: any) => claim.id)).size).toBe(5)
    expect(model.requests).toHaveLength(5)
    expect(await openWork(batching.store.table)).toEqual([])
  })

  it('gives photos of one folder one claim when asked, with its name as the reference', async () => {
    const { send, ended, entries, ask } = await openBatches()
    const files = {
      ...(await photosOf(3, (i) => `AB 1/${i}.png`)),
      ...(await photosOf(2, (i) => `CD 2/${i}.png`)),
    }
    const { id } = await send(await zipOf(files), '?grouping=folder')
    await ended(id)
    const claims = (await entries(id)).map(({ claim }: any) => claim)
    expect(claims.map(({ reference }: any) => reference)).toEqual(['AB 1', 'AB 1', 'AB 1', 'CD 2', 'CD 2'])
    expect(new Set(claims.map((claim: any) => claim.id)).size).toBe(2)
    const { data } = await ask('{ claims { nodes { photoCount } } }')
    expect(data.claims.nodes.map(({ photoCount }: any) => photoCount).sort()).toEqual([2, 3])
  })

  it('lists batches page by page, and says which cursor is none', async () => {
    const { send, ask } = await openBatches()
    const sent = [await send(await zipOf(await photosOf(1))), await send(await zipOf(await photosOf(1)))]
    const page = (after: string) =>
      ask(`{ batches(first: 1, after: ${after}) { pageInfo { hasNextPage endCursor } nodes { id } } }`)
    const first = (await page('null')).data.batches
    const second = (await page(`"${first.pageInfo.endCursor}"`)).data.batches
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    const shown = [...first.nodes, ...second.nodes].map(({ id }: any) => id)
    expect(shown.sort()).toEqual(sent.map(({ id }) => id).sort())
    for (const wrong of ['""', '"x"', `"${Buffer.from('CLAIM#1').toString('base64url')}"`])
      expect(await page(wrong)).toMatchObject({
        errors: [{ message: expect.stringContaining('Expected a cursor from this list but received') }],
      })
  })

  it('keeps the zip of a batch that was written though the store’s answer was lost', async () => {
    const table = createSqliteTable(':memory:')
    let lost = 0
    const forgetful: Table = {
      ...table,
      async write(operations) {
        await table.write(operations)
        if (operations.some((one) => 'put' in one && one.put.sk === 'BATCH') && lost++ === 0)
          throw new Error('the connection was lost')
      },
    }
    const { send, ask, ended, batching } = await openBatches({ table: forgetful })
    expect(await send(await zipOf(await photosOf(2)))).toMatchObject({ status: 500 })
    const { data } = await ask('{ batches { nodes { id } } }')
    const id = data.batches.nodes[0].id
    await batching.engine.resume()
    expect(await ended(id)).toMatchObject({ state: 'FINISHED', total: 2, done: 2 })
  })

  it('makes one batch of a request that is repeated under its key, and refuses another one', async () => {
    const { send, ask, blobs, batching } = await openBatches()
    const zip = await zipOf(await photosOf(1))
    const key = { 'Idempotency-Key': 'hail-1' }
    const [first, second] = [await send(zip, '', key), await send(zip, '', key)]
    expect(second).toMatchObject({ status: 201, id: first.id })
    expect(await send(await zipOf(await photosOf(1)), '', key)).toMatchObject({ status: 409 })
    const { data } = await ask('{ batches { nodes { id } } }')
    expect(data.batches.nodes).toEqual([{ id: first.id }])
    // What came for nothing is not kept.
    expect(await blobs.list('zips/')).toHaveLength(1)
    expect(await batching.store.keptZips()).toHaveLength(1)
  })

  it('answers as ever where a zip that came for nothing cannot be removed at once', async () => {
    const { send, blobs } = await openBatches()
    const zip = await zipOf(await photosOf(1))
    const key = { 'Idempotency-Key': 'hail-1' }
    const first = await send(zip, '', key)
    blobs.delete = () => Promise.reject(new Error('EIO: i/o error'))
    expect(await send(zip, '', key)).toMatchObject({ status: 201, id: first.id })
    expect(await send(Buffer.from('no zip'))).toMatchObject({
      status: 422,
      error: { code: 'ARCHIVE_DAMAGED' },
    })
  })

  it('takes a name of 200 characters, and no longer one', async () => {
    const { send, ask } = await openBatches()
    const zip = await zipOf(await photosOf(1))
    const { name } = await send(zip, `?name=${'n'.repeat(200)}`)
    expect(name).toHaveLength(200)
    expect(await send(zip, `?name=${'n'.repeat(201)}`)).toMatchObject({ status: 400 })
    const { data } = await ask(
      `mutation { assessBatch(photos: ["p${'0'.repeat(32)}"], name: "${'n'.repeat(201)}") {
        __typename ... on Error { message } } }`,
    )
    expect(data.assessBatch.message).toContain('Expected at most 200 characters but received 201 for name')
  })

  it.each([
    ['nothing', Buffer.alloc(0), 400, 'ZIP_EMPTY'],
    [
      'what is no zip',
      Buffer.from('not a zip, but long enough to be one of something else'),
      422,
      'ARCHIVE_DAMAGED',
    ],
    ['a zip without entries', zipOf({}), 422, 'NO_PHOTOS'],
  ])('refuses %s at once and keeps nothing', async (_name, content, status, code) => {
    const { send, blobs, batching } = await openBatches()
    expect(await send(await content)).toMatchObject({ status, error: { code } })
    expect(await blobs.list('zips/')).toEqual([])
    expect(await batching.store.keptZips()).toEqual([])
  })

  it('refuses more bytes than it takes, declared or not, and keeps nothing', async () => {
    const { request, blobs } = await openBatches({ batching: { limits: { maxZipBytes: 1000 } } })
    const long = new Uint8Array(5000)
    const declared = await request('/batches', {
      method: 'POST',
      body: long,
      headers: { 'Content-Length': '5000' },
    })
    const chunked = await request('/batches', {
      method: 'POST',
      body: new ReadableStream({
        pull(controller) {
          controller.enqueue(long)
        },
      }),
    })
    for (const response of [declared, chunked]) {
      expect(response.status).toBe(413)
      expect(await response.json()).toMatchObject({ error: { code: 'ZIP_TOO_LARGE' } })
    }
    expect(await blobs.list('zips/')).toEqual([])
  })

  it('gives up on a sender that stops sending', async () => {
    const { request, blobs } = await openBatches({ batching: { limits: { stallSeconds: 0.05 } } })
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) })
    const response = await request('/batches', { method: 'POST', body })
    expect(response.status).toBe(408)
    expect(await blobs.list('zips/')).toEqual([])
  })

  it('answers a form, another option and another route with what it expects', async () => {
    const { request } = await openBatches()
    const form = new FormData()
    form.set('zip', new Blob(['x']), 'a.zip')
    expect((await request('/batches', { method: 'POST', body: form })).status).toBe(415)
    const odd = await request('/batches?detail=best', { method: 'POST', body: 'x' })
    expect(odd.status).toBe(400)
    expect((await odd.json()).error.message).toBe('Expected standard or high for detail but received "best"')
    expect((await request('/batches', { method: 'DELETE' })).status).toBe(404)
    expect((await request('/batches/b00000000000000000000')).status).toBe(404)
  })
})
