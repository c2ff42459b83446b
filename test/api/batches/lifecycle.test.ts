import { describe, expect, it, vi } from 'vitest'
import { openWork } from '../../../api/assess/work-list.ts'
import { answer, down } from '../fake-model.ts'
import { adjuster, rival } from '../open-test-api.ts'
import { ASSESS } from '../operations.ts'
import { photoFile } from '../photos.ts'
import { openBatches, photosOf, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 120_000 })

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
