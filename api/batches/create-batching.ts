import type { Logger } from 'pino'
import type { Zips } from '../../edge/batches/zips.ts'
import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import type { Runner } from '../assess/runner.ts'
import type { Claims } from '../domain/claims.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import type { Table } from '../store/table.ts'
import { type BatchStore, createBatchStore } from './batch-store.ts'
import { createBatches } from './batches.ts'
import { type BatchEngine, createBatchEngine } from './engine/engine.ts'
import { createEraseBatch } from './erase-batch.ts'
import { createLifecycle } from './lifecycle.ts'
import { type BatchLimits, defaultBatchLimits } from './limits.ts'
import { createListEntries } from './list-entries.ts'
import type { BatchRef } from './records.ts'
import { createResults, type Results } from './results/results.ts'
import type { ObjectSource } from './sources/object-source.ts'
import { createWorkEntry } from './work-entry.ts'

/** What batches need beyond what single photos need. */
export interface BatchingOptions {
  zips: Zips
  /** Where photos lie that are assessed without being sent; null for nowhere. @default null */
  objects?: ObjectSource | null
  /** Draws an overlay over a photo, a JPEG. @default nothing is drawn */
  drawn?: (photo: ReadyPhoto, overlay: string) => Promise<Uint8Array | null>
  /** Workers elsewhere, who work on batches and make their results. @default this process does */
  elsewhere?: {
    /** Tells them of a batch that is new or was changed. */
    wake: (ref: BatchRef) => Promise<void>
    results: (store: BatchStore) => Results
  }
  /** Entries under way at once. @default 3 */
  concurrency?: number
  /** No other process works on these batches. @default false */
  alone?: boolean
  limits?: Partial<BatchLimits>
}

export interface BatchingDeps extends BatchingOptions {
  table: Table
  claims: Claims
  photos: Photos
  index: PhotoIndex
  runner: Runner
  clock: () => number
  logger: Logger
}

/** Batches, what works on them, and what hands out their results. */
export function createBatching(deps: BatchingDeps) {
  const { table, clock, logger, objects = null, concurrency, alone, elsewhere } = deps
  const limits = { ...defaultBatchLimits, ...deps.limits }
  const store = createBatchStore({ table })
  const { drawn = async () => null } = deps
  const shared = { ...deps, store, objects, limits, drawn }
  const engine: BatchEngine = elsewhere
    ? { resume: async () => {}, wake: elsewhere.wake, stop: async () => {} }
    : createBatchEngine({
        store,
        logger,
        workEntry: createWorkEntry(shared),
        lifecycle: createLifecycle({ store, clock, logger, listEntries: createListEntries(shared) }),
        ...(concurrency && { concurrency }),
        ...(alone && { alone }),
      })
  const results = elsewhere ? elsewhere.results(store) : createResults(shared)
  return {
    batches: createBatches({ ...shared, changed: engine.wake }),
    eraseBatch: createEraseBatch({ ...shared, results }),
    engine,
    results,
    store,
  }
}

export type Batching = ReturnType<typeof createBatching>
