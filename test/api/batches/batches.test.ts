import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it, vi } from 'vitest'
import { openWork } from '../../../api/assess/work-list.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import type { Table } from '../../../api/store/table.ts'
import { answer, down } from '../fake-model.ts'
import { adjuster, rival } from '../open-test-api.ts'
import { ASSESS } from '../operations.ts'
import { anotherPhoto, photoFile } from '../photos.ts'
import { openBatches, unzip, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 120_000 })

const photosOf = async (count: number, nameOf = (i: number) => `${i}.png`) =>
  Object.fromEntries(
    await Promise.all(Array.from({ length: count }, async (_, i) => [nameOf(i), await anotherPhoto()])),
  )

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

describe('POST /batches/uploads', () => {
  it('takes a zip elsewhere than the request that makes its batch, and makes one of it', async () => {
    const { request, send, ended, ask } = await openBatches()
    const opened = await request('/batches/uploads', { method: 'POST' })
    const { id, url } = (await opened.json()) as any
    const missing = await request(`/batches?upload=${id}`, { method: 'POST' })
    expect([opened.status, missing.status]).toEqual([201, 404])
    const zip = new Uint8Array(await zipOf(await photosOf(2)))
    expect((await request(url, { method: 'PUT', body: zip }, null)).status).toBe(200)
    const first = await send(new Uint8Array(0), `?upload=${id}&name=hail`)
    expect(first).toMatchObject({ status: 201, name: 'hail' })
    // What a batch is made of stays as it is; the same request finds the same batch.
    expect((await request(url, { method: 'PUT', body: zip }, null)).status).toBe(404)
    const again = `mutation { assessBatch(upload: "${id}") { ... on Batch { id } ... on Error { code } } }`
    expect((await ask(again)).data.assessBatch.id).toBe(first.id)
    expect((await ask(again, {}, rival)).data.assessBatch.code).toBe('NOT_FOUND')
    expect(await ended(first.id)).toMatchObject({ state: 'FINISHED', done: 2 })
  })

  it('refuses what is no zip, and takes another one in its place', async () => {
    const { request, send, ended, blobs } = await openBatches()
    const { id, url } = (await (await request('/batches/uploads', { method: 'POST' })).json()) as any
    await request(url, { method: 'PUT', body: 'no zip at all, but long enough to be one' }, null)
    const refused = await send(new Uint8Array(0), `?upload=${id}`)
    expect(refused).toMatchObject({ status: 422, error: { code: 'ARCHIVE_DAMAGED' } })
    expect(await blobs.list('zips/')).toEqual([])
    await request(url, { method: 'PUT', body: new Uint8Array(await zipOf(await photosOf(1))) }, null)
    expect(await ended((await send(new Uint8Array(0), `?upload=${id}`)).id)).toMatchObject({ done: 1 })
    const bent = await request(url.replace(id, `z${'0'.repeat(32)}`), { method: 'PUT', body: 'x' }, null)
    expect(bent.status).toBe(403)
  })
})

describe('a batch', () => {
  it('waits while the model is down, loses nothing, and fails nothing', async () => {
    const { send, ended, status, model } = await openBatches()
    model.behave(down)
    const { id } = await send(await zipOf(await photosOf(4)))
    await expect.poll(() => model.requests.length, { timeout: 10_000 }).toBeGreaterThan(2)
    expect(await status(id)).toMatchObject({ state: 'RUNNING', failed: 0 })
    model.behave(() => answer)
    expect(await ended(id)).toMatchObject({ state: 'FINISHED', done: 4, failed: 0 })
  })

  it('fails a photo for which the model never has an answer, and ends', { timeout: 60_000 }, async () => {
    const { send, ended, entries, model, batching } = await openBatches()
    let first: Uint8Array | null = null
    model.behave((request) => {
      first ??= request.bytes
      return Buffer.compare(first, request.bytes) === 0 ? down() : answer
    })
    const { id } = await send(await zipOf(await photosOf(3)))
    expect(await ended(id, adjuster, 50)).toMatchObject({ state: 'FINISHED', done: 2, failed: 1 })
    const [failed] = await entries(id, true)
    expect(failed).toMatchObject({ state: 'FAILED', failure: { code: 'MODEL_UNAVAILABLE' } })
    expect(await openWork(batching.store.table)).toEqual([])
  })

  it('is cancelled: nothing more begins, what is with the model counts, and the sums hold', async () => {
    const { send, ended, model, ask, entries } = await openBatches()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    model.behave(() => held.then(() => answer))
    const { id } = await send(await zipOf(await photosOf(8)))
    await expect.poll(() => model.requests.length, { timeout: 10_000 }).toBeGreaterThan(1)
    const { data } = await ask(`mutation { cancelBatch(id: "${id}") { ... on Batch { state } } }`)
    expect(data.cancelBatch.state).toBe('CANCELLING')
    release()
    const { state, total, done, cancelled, failed } = await ended(id)
    expect({ state, total, failed }).toEqual({ state: 'CANCELLED', total: 8, failed: 0 })
    expect(done).toBeGreaterThanOrEqual(2)
    expect(done + cancelled).toBe(8)
    expect(model.requests).toHaveLength(done)
    expect((await entries(id)).filter((one: any) => one.state === 'CANCELLED')).toHaveLength(cancelled)
  })

  it('retries what failed, and only that, in the same claims', async () => {
    const { send, ended, entries, model, ask } = await openBatches()
    const count = () => model.requests.length
    model.behave((_request, n) =>
      n % 2 ? answer : { ...answer, vehicle: false, damages: [], damaged: false },
    )
    const { id } = await send(await zipOf({ ...(await photosOf(4)), 'inner.zip': 'PK' }))
    expect(await ended(id)).toMatchObject({ done: 2, failed: 3 })
    const before = await entries(id)
    model.behave(() => answer)
    const asked = count()
    expect(
      (await ask(`mutation { retryBatch(id: "${id}") { ... on Batch { state } } }`)).data.retryBatch.state,
    ).toBe('RETRYING')
    expect(await ended(id)).toMatchObject({ state: 'FINISHED', done: 4, failed: 1 })
    expect(count() - asked).toBe(2)
    const after = await entries(id)
    expect(after.map(({ claim }: any) => claim?.id)).toEqual(before.map(({ claim }: any) => claim?.id))
    expect(await entries(id, true)).toMatchObject([
      { name: 'inner.zip', failure: { code: 'ARCHIVE_NESTED' } },
    ])
  })

  it('leaves a batch as it ended where nothing failed', async () => {
    const { send, ended, ask } = await openBatches()
    const { id } = await send(await zipOf(await photosOf(2)))
    const { finishedAt } = await ended(id)
    const { data } = await ask(`mutation { retryBatch(id: "${id}") { ... on Batch { state finishedAt } } }`)
    expect(data.retryBatch).toEqual({ state: 'FINISHED', finishedAt })
  })

  it('lets a photo that somebody waits for go before all of its own', async () => {
    const { send, ended, model, upload, batching } = await openBatches({ settings: { concurrency: 1 } })
    const order: string[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    model.behave(async ({ detail }) => {
      order.push(detail)
      await held
      return answer
    })
    const { id } = await send(await zipOf(await photosOf(6)), '?detail=high')
    await expect.poll(() => order.length, { timeout: 10_000 }).toBe(1)
    const asked = upload(ASSESS, await photoFile())
    const waiting = async () => (await openWork(batching.store.table)).filter(({ batch }) => !batch)
    await expect.poll(waiting, { timeout: 10_000 }).toHaveLength(1)
    release()
    expect((await asked).data.assessDamage.status).toBe('SUCCEEDED')
    await ended(id)
    expect(order[1]).toBe('standard')
    expect(order).toHaveLength(7)
  })

  it('shares the turns between tenants, however many photos or batches one has', async () => {
    const { send, ended, status, model } = await openBatches({
      settings: { concurrency: 1 },
      batching: { concurrency: 1 },
    })
    const order: string[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    model.behave(async ({ detail }) => {
      await held
      order.push(detail)
      return answer
    })
    const large = await send(await zipOf(await photosOf(9)), '?detail=standard')
    const second = await send(await zipOf(await photosOf(3)), '?detail=standard')
    const small = await send(await zipOf(await photosOf(3)), '?detail=high', {}, rival)
    await expect.poll(() => model.requests.length, { timeout: 10_000 }).toBe(1)
    await expect.poll(async () => (await status(small.id, rival)).state).toBe('RUNNING')
    release()
    await Promise.all([ended(large.id), ended(second.id), ended(small.id, rival)])
    // Every other turn is the small tenant's, as long as it has any left.
    expect(order.lastIndexOf('high')).toBeLessThan(8)
    expect(order).toHaveLength(15)
  })
})

describe('results', () => {
  it('are annotated photos, JSON lines and a CSV in one zip, behind links that carry their permission', async () => {
    const { send, ended, request } = await openBatches()
    const files = {
      '=cmd,"x".png': await anotherPhoto(),
      'b/c.png': await anotherPhoto(),
      'notes.txt': 'no photo',
    }
    const { id } = await send(await zipOf(files))
    const { links } = await ended(id)
    const response = await request(links.zip, {}, null)
    expect(response.headers.get('content-type')).toBe('application/zip')
    const zip = await unzip(Buffer.from(await response.arrayBuffer()))
    expect([...zip.keys()]).toEqual([
      'summary.csv',
      'results.jsonl',
      'photos/=cmd,_x_.annotated.jpg',
      'photos/b/c.annotated.jpg',
    ])
    expect(zip.get('photos/b/c.annotated.jpg')?.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    const lines = zip
      .get('results.jsonl')
      ?.toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { index: 1, photo: '=cmd,"x".png', damages: [{ type: 'scratch' }] },
      { index: 2, photo: 'b/c.png', damages: [{ type: 'scratch' }] },
      { index: 3, photo: 'notes.txt', state: 'FAILED', error: { code: 'PHOTO_UNSUPPORTED' } },
    ])
    const csv = await (await request(links.csv, {}, null)).text()
    expect(csv).toBe(zip.get('summary.csv')?.toString())
    expect(csv.split('\r\n')[1]).toMatch(/^1,"'=cmd,""x"".png",DONE,,/)
    expect(csv.split('\r\n')[3]).toMatch(/^3,notes.txt,FAILED,PHOTO_UNSUPPORTED,/)
    for (const [link, type] of [
      [links.zip, 'application/zip'],
      [links.csv, 'text/csv; charset=utf-8'],
      [links.summaryParquet, 'application/vnd.apache.parquet'],
    ]) {
      const head = await request(link, { method: 'HEAD' }, null)
      expect([head.status, head.headers.get('content-type')]).toEqual([200, type])
      expect(head.headers.get('content-disposition')).toContain(id)
      expect(await head.text()).toBe('')
    }
    const bent = links.zip.replace(id, `b${'0'.repeat(20)}`)
    expect((await request(bent, {}, null)).status).toBe(403)
  })

  it('tell the damages that stand after reviews, with those that a person added', async () => {
    const { send, ended, entries, ask, request } = await openBatches()
    const { id } = await send(await zipOf(await photosOf(2)))
    const { links } = await ended(id)
    const [first, second] = await entries(id)
    const review = (mutation: string) => ask(`mutation { ${mutation} { __typename } }`)
    const added = await review(
      `addDamage(claim: "${first.claim.id}", photo: "${first.photo.id}",
        damage: { type: "dent", part: "hood", severity: SEVERE, polygons: [[[0, 0], [0.5, 0], [0.5, 0.5]]] })`,
    )
    expect(added.data.addDamage.__typename).toBe('Damage')
    const { data } = await ask(`{ claim(id: "${second.claim.id}") { damages { id } } }`)
    await review(`reviewDamage(damage: "${data.claim.damages[0].id}", review: { verdict: REJECT })`)

    const parquetAt = async (link: string) =>
      parquetReadObjects({ file: await (await request(link, {}, null)).arrayBuffer() })
    const photo = { photo_id: first.photo.id, assessment_id: first.assessment.id }
    expect(await parquetAt(links.damagesParquet)).toMatchObject([
      { index: 1, ...photo, review: 'UNREVIEWED', type: 'scratch' },
      { index: 1, ...photo, review: 'ADDED', type: 'dent', part: 'hood', severity: 'severe' },
    ])
    expect(await parquetAt(links.summaryParquet)).toMatchObject([
      { damages: 2, damage_types: 'dent scratch', worst_severity: 'severe' },
      { damages: 0, damage_types: '', worst_severity: null },
    ])
  })

  it('are told of claims that were erased, without what was in them', async () => {
    const { send, ended, entries, ask, request } = await openBatches()
    const { id } = await send(await zipOf(await photosOf(2)))
    const { links } = await ended(id)
    const [first] = await entries(id)
    const root = { tenant: 'acme', subject: 'root', role: 'admin' as const }
    await ask(`mutation { eraseClaim(id: "${first.claim.id}") { __typename } }`, {}, root)
    const response = await request(links.zip, {}, null)
    const zip = await unzip(Buffer.from(await response.arrayBuffer()))
    expect([...zip.keys()]).toEqual(['summary.csv', 'results.jsonl', 'photos/1.annotated.jpg'])
    expect(zip.get('results.jsonl')?.toString().split('\n')[0]).not.toContain('scratch')
  })
})

describe('zips', () => {
  it('are removed once nothing of them can be needed again', async () => {
    let now = Date.now()
    const { send, ended, batching, blobs } = await openBatches({ clock: () => now })
    const whole = await send(await zipOf(await photosOf(1)))
    const broken = await send(await zipOf({ ...(await photosOf(1)), 'a.txt': 'x' }))
    await Promise.all([ended(whole.id), ended(broken.id)])
    expect(await blobs.list('zips/')).toHaveLength(2)
    expect(await batching.batches.sweepZips()).toBe(1)
    expect(await blobs.list('zips/')).toHaveLength(1)
    now += 8 * 24 * 3600 * 1000
    expect(await batching.batches.sweepZips()).toBe(1)
    expect(await blobs.list('zips/')).toEqual([])
    await batching.batches.retry(adjuster, broken.id)
    expect(await ended(broken.id)).toMatchObject({ state: 'FINISHED', done: 1, failed: 1 })
  })

  it('that cannot be removed keep none of the others, and are removed when they can be', async () => {
    const { send, ended, batching, blobs } = await openBatches()
    for (let i = 0; i < 3; i++) await ended((await send(await zipOf(await photosOf(1)))).id)
    const [stubborn] = await batching.store.keptZips()
    const remove = blobs.delete
    blobs.delete = async (key) => {
      if (key === `zips/${stubborn?.zip}`) throw new Error('EIO: i/o error')
      return remove(key)
    }
    await expect(batching.batches.sweepZips()).rejects.toThrow('EIO')
    expect(await blobs.list('zips/')).toEqual([`zips/${stubborn?.zip}`])
    blobs.delete = remove
    expect(await batching.batches.sweepZips()).toBe(1)
    expect(await blobs.list('zips/')).toEqual([])
  })
})
