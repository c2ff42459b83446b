import type { BatchStore } from '../../batches/batch-store.ts'
import type { Lifecycle } from '../../batches/lifecycle.ts'
import { type BatchRef, hasEnded } from '../../batches/records.ts'
import type { PhotoMessage } from './batch-message.ts'
import type { BatchQueue } from './batch-queue.ts'

export interface WorkBatchDeps {
  store: BatchStore
  lifecycle: Lifecycle
  sendPhotos: BatchQueue<PhotoMessage>
}

/** Entries that are looked up and sent at once. */
const PAGE = 1000

/**
 * Gets on with a batch: lists it, takes a retry or a cancellation through, and puts each entry that has not ended into
 * the queue of photos. Entries that are in there already come twice, and find nothing to do.
 *
 * @returns true; what is in the way is thrown, and the message comes again
 */
export function createWorkBatch({ store, lifecycle, sendPhotos }: WorkBatchDeps) {
  return async (ref: BatchRef): Promise<boolean> => {
    const found = await store.head(ref)
    if (!found || hasEnded(found)) return true
    const head = await lifecycle.prepare(found)
    if (hasEnded(head)) return true
    for (let after = 0; ; ) {
      const entries = await store.indexes(ref, 'TODO', { after, limit: PAGE })
      await sendPhotos(...entries.map((entry) => ({ tenant: ref.tenant, batch: ref.id, entry })))
      after = entries.at(-1) ?? after
      if (entries.length < PAGE) break
    }
    await lifecycle.finish(ref)
    return true
  }
}
