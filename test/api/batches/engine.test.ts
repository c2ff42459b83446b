import { pino } from 'pino'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type BatchStore, createBatchStore } from '../../../api/batches/batch-store.ts'
import { createBatchEngine } from '../../../api/batches/engine/engine.ts'
import { createLifecycle } from '../../../api/batches/lifecycle.ts'
import type { BatchEntry, BatchHead, BatchRef } from '../../../api/batches/records.ts'
import type { WorkEntry } from '../../../api/batches/work-entry.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { StoreBusy, type Table } from '../../../api/store/table.ts'

const MINUTE = 60_000

const ref = { tenant: 'acme', id: 'b1' }
const head: BatchHead = {
  ...{ ...ref, name: null, source: { kind: 'PHOTOS', count: 1 }, detail: 'standard', grouping: 'PHOTO' },
  ...{ state: 'RUNNING', createdAt: '2026-11-21T12:00:00Z', createdBy: 'ada', total: 1, skipped: 0 },
  ...{ startedAt: '2026-11-21T12:00:01Z', finishedAt: null, failure: null, measuredFrom: null },
}
const entry: BatchEntry = {
  ...{ index: 1, name: 'a', source: null, group: null, state: 'WAITING', begun: 0, photoId: null },
  ...{ claimId: null, assessmentId: null, failure: null },
}

/** An engine over a store in memory with one batch of one entry, which is worked on as the test says. */
async function openEngine(
  workEntry: (store: BatchStore) => WorkEntry,
  wrap: (table: Table) => Table = (table) => table,
) {
  const table = wrap(createSqliteTable(':memory:'))
  const store = createBatchStore({ table })
  const logger = pino({ level: 'silent' })
  const lifecycle = createLifecycle({ store, logger, clock: Date.now, listEntries: async (one) => one })
  const engine = createBatchEngine({ store, lifecycle, logger, workEntry: workEntry(store) })
  onTestFinished(async () => {
    await engine.stop()
    await table.close()
  })
  await table.write(store.createOperations(head))
  await store.putEntries({ head, version: 1 }, [entry])
  const retry = async (of: BatchRef) => {
    await store.changeHead(of, (before) => ({ ...before, state: 'RETRYING', finishedAt: null }))
    await engine.wake(of)
  }
  return { engine, store, retry }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
})

describe('a batch', () => {
  it('is looked at again where the store was busy at the first look', async () => {
    let busy = 0
    const { engine, store } = await openEngine(
      (store) => (of, number) => store.end(of, number, { state: 'DONE', failure: null }),
      (table) => ({
        ...table,
        get: (key) => (key.sk === 'BATCH' && busy-- > 0 ? Promise.reject(new StoreBusy()) : table.get(key)),
      }),
    )
    busy = 2
    await engine.wake(ref)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(await store.head(ref)).toMatchObject({ state: 'FINISHED' })
  })
})

describe('an entry that fails for a reason nobody foresaw', () => {
  it('is tried five times, and as often again when it is retried', async () => {
    let failures = 5
    let times = 0
    const { engine, store, retry } = await openEngine((store) => async (of, number) => {
      times++
      if (failures-- > 0) throw new Error('odd')
      return store.end(of, number, { state: 'DONE', failure: null })
    })
    await engine.wake(ref)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(times).toBe(5)
    expect(await store.head(ref)).toMatchObject({ state: 'FINISHED' })
    expect(await store.counts(ref)).toEqual({ done: 0, failed: 1, cancelled: 0 })

    failures = 4
    await retry(ref)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(times).toBe(10)
    expect(await store.counts(ref)).toEqual({ done: 1, failed: 0, cancelled: 0 })
  })
})
