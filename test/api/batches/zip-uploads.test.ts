import { describe, expect, it, vi } from 'vitest'
import { adjuster, rival } from '../open-test-api.ts'
import { openBatches, photosOf, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 120_000 })

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
