import { describe, expect, it } from 'vitest'
import { createBatchStore } from '../../../api/batches/batch-store.ts'
import { createLifecycle } from '../../../api/batches/lifecycle.ts'
import { defaultBatchLimits } from '../../../api/batches/limits.ts'
import { createListEntries } from '../../../api/batches/list-entries.ts'
import type { BatchHead, BatchSource } from '../../../api/batches/records.ts'
import { ListedElsewhere } from '../../../api/batches/sources/errors.ts'
import type { ObjectSource } from '../../../api/batches/sources/object-source.ts'
import { ZipGone } from '../../../api/batches/sources/zip-reader.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { StoreBusy } from '../../../api/store/table.ts'
import { createSweepBatches } from '../../../api/worker/batches/sweep-batches.ts'

const COUNT = 200
const ids = Array.from({ length: COUNT }, (_, i) => `p${String(i).padStart(32, '0')}`)
const ref = { tenant: 'acme', id: 'b1' }

const headOf = (source: BatchSource): BatchHead => ({
  ...ref,
  name: null,
  source,
  detail: 'standard',
  grouping: 'PHOTO',
  state: 'LISTING',
  createdAt: '2026-11-21T12:00:00.000Z',
  createdBy: 'ada',
  total: 0,
  skipped: 0,
  startedAt: null,
  finishedAt: null,
  failure: null,
  measuredFrom: null,
})

/** A batch that nobody has listed yet, and its listing; `fail` says before which page the store breaks. */
async function openListing(source: BatchSource, names: () => string[] = () => []) {
  const store = createBatchStore({ table: createSqliteTable(':memory:') })
  await store.table.write(store.createOperations(headOf(source), source.kind === 'PHOTOS' ? ids : []))
  const pages: number[] = []
  let failBefore = Number.POSITIVE_INFINITY
  const objects: ObjectSource = {
    allows: () => true,
    async *list(prefix) {
      for (const name of names()) yield { key: `${prefix}${name}`, name, bytes: 1 }
    },
    read: async () => null,
  }
  const list = createListEntries({
    store: {
      ...store,
      async putEntries(at, entries) {
        if (pages.length >= failBefore) throw new StoreBusy()
        const version = await store.putEntries(at, entries)
        pages.push(entries.length)
        return version
      },
    },
    zips: null as never,
    objects,
    limits: defaultBatchLimits,
    clock: Date.now,
    logger: { error() {} },
  })
  const run = async (head?: BatchHead) => list(head ?? ((await store.head(ref)) as BatchHead))
  const listed = async () => (await store.entries(ref, { after: 0, limit: 1000 })).map(({ entry }) => entry)
  return { store, run, listed, pages, fail: (before: number) => void (failBefore = before) }
}

describe('a listing', () => {
  it('goes on after the last entry that was written', async () => {
    const { run, listed, pages, fail } = await openListing({ kind: 'PHOTOS', count: COUNT })
    fail(2)
    await expect(run()).rejects.toThrow(StoreBusy)
    const before = (await listed()).length
    expect(before).toBeGreaterThan(0)
    fail(Number.POSITIVE_INFINITY)
    expect(await run()).toMatchObject({ state: 'RUNNING', total: COUNT })
    expect((await listed()).map(({ name }) => name)).toEqual(ids)
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(COUNT)
  })

  it('goes on by the names of objects, which may come and go meanwhile', async () => {
    let names = Array.from({ length: 150 }, (_, i) => `${String(i).padStart(3, '0')}.jpg`)
    const { run, listed, fail } = await openListing(
      { kind: 'PREFIX', prefix: 's3://inbox/acme/' },
      () => names,
    )
    fail(1)
    await expect(run()).rejects.toThrow(StoreBusy)
    names = ['000a.jpg', ...names.slice(5), 'zip.zip'].sort()
    fail(Number.POSITIVE_INFINITY)
    expect(await run()).toMatchObject({ state: 'RUNNING', total: 151 })
    const all = await listed()
    expect(new Set(all.map(({ name }) => name)).size).toBe(151)
    expect(all.map(({ index }) => index)).toEqual(all.map((_, i) => i + 1))
    expect(all.at(-1)).toMatchObject({ name: 'zip.zip', failure: { code: 'ARCHIVE_NESTED' } })
  })

  it('is done by one of two who list at once', async () => {
    const { store, run, listed, pages } = await openListing({ kind: 'PHOTOS', count: COUNT })
    const outcomes = await Promise.allSettled([run(), run()])
    const lost = outcomes.filter((one) => one.status === 'rejected')
    expect(lost.every(({ reason }) => reason instanceof ListedElsewhere)).toBe(true)
    expect(lost.length).toBeLessThan(2)
    expect((await listed()).map(({ name }) => name)).toEqual(ids)
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(COUNT)
    expect(await store.head(ref)).toMatchObject({ state: 'RUNNING', total: COUNT })
  })

  it('counts nothing anew where it ends after another one, whose entries have failed since', async () => {
    const { store, run } = await openListing({ kind: 'PHOTOS', count: COUNT })
    await run()
    const [failure, state] = [{ code: 'PHOTO_UNSUPPORTED' } as never, 'FAILED' as const]
    await store.end(ref, 1, { state, failure })
    await store.end(ref, 16, { state, failure })
    await run()
    expect(await store.counts(ref)).toEqual({ done: 0, failed: 2, cancelled: 0 })
    expect(await store.head(ref)).toMatchObject({ state: 'RUNNING', total: COUNT })
  })

  it('leaves a batch alone whose source is gone because another one has listed it and is done with it', async () => {
    let gone = false
    const { store, run, listed } = await openListing({ kind: 'PREFIX', prefix: 's3://inbox/acme/' }, () => {
      if (gone) throw new ZipGone()
      return ['a.jpg', 'b.jpg']
    })
    const late = (await store.head(ref)) as BatchHead
    await run()
    gone = true
    expect(await run(late)).toMatchObject({ state: 'RUNNING', total: 2 })
    expect((await listed()).length).toBe(2)
  })

  it('is done whole where the batch was cancelled meanwhile by another server', async () => {
    const { store, run, listed, fail } = await openListing({ kind: 'PHOTOS', count: COUNT })
    fail(1)
    await expect(run()).rejects.toThrow(StoreBusy)
    await store.changeHead(ref, (head) => ({ ...head, state: 'CANCELLING' }))
    fail(Number.POSITIVE_INFINITY)
    const { prepare, finish } = createLifecycle({
      ...{ store, clock: Date.now, logger: { info() {} } as never },
      listEntries: run,
    })
    await prepare((await store.head(ref)) as BatchHead)
    expect(await finish(ref)).toMatchObject({ state: 'CANCELLED', total: COUNT })
    expect(await store.counts(ref)).toEqual({ done: 0, failed: 0, cancelled: COUNT })
    expect((await listed()).length).toBe(COUNT)
  })
})

describe('the sweep of batches', () => {
  it('puts back what was lost once both queues are empty, and once a day in any case', async () => {
    const { store } = await openListing({ kind: 'PHOTOS', count: COUNT })
    let now = Date.parse('2026-11-21T12:00:00Z')
    let waiting = 1
    const sent: unknown[] = []
    const sweep = createSweepBatches({
      store,
      clock: () => now,
      send: async (...messages) => void sent.push(...messages),
      waiting: async () => waiting,
      sweepZips: async () => 0,
    })
    expect(await sweep()).toEqual({ batches: 0, zips: 0 })
    now += 25 * 3600 * 1000
    expect(await sweep()).toEqual({ batches: 1, zips: 0 })
    expect(await sweep()).toEqual({ batches: 0, zips: 0 })
    waiting = 0
    expect(await sweep()).toEqual({ batches: 1, zips: 0 })
    expect(sent).toEqual([
      { tenant: 'acme', batch: 'b1' },
      { tenant: 'acme', batch: 'b1' },
    ])
  })

  it('puts them back where zips cannot be removed, and fails all the same, so that somebody is told', async () => {
    const { store } = await openListing({ kind: 'PHOTOS', count: COUNT })
    const sent: unknown[] = []
    const sweep = createSweepBatches({
      store,
      clock: Date.now,
      send: async (...messages) => void sent.push(...messages),
      waiting: async () => 0,
      sweepZips: () => Promise.reject(new Error('AccessDenied')),
    })
    await expect(sweep()).rejects.toThrow('AccessDenied')
    expect(sent).toEqual([{ tenant: 'acme', batch: 'b1' }])
  })
})
