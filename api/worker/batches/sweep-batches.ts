import type { BatchStore } from '../../batches/batch-store.ts'
import type { BatchMessage } from './batch-message.ts'
import type { BatchQueue } from './batch-queue.ts'

export interface SweepBatchesDeps {
  store: Pick<BatchStore, 'open' | 'looked'>
  clock: () => number
  send: BatchQueue<BatchMessage>
  /** Messages in both queues of batches, under way or not. */
  waiting: () => Promise<number>
  sweepZips: () => Promise<number>
}

/** Queues that are never empty hide what was put aside: every batch is looked at after so long. */
const LOOK_AFTER_MS = 24 * 3600 * 1000

/**
 * Puts batches back of which messages were lost: when both queues are empty, whatever has not ended is; and once a day
 * in any case. Messages that are one too many find nothing to do. Removes zips that nobody needs any more afterwards:
 * one that cannot be removed is no reason to leave batches lying.
 */
export function createSweepBatches({ store, clock, send, waiting, sweepZips }: SweepBatchesDeps) {
  async function putBack(): Promise<number> {
    const open = await store.open()
    if (open.length === 0) return 0
    const now = clock()
    const empty = (await waiting()) === 0
    // One that nobody has looked at yet begins its day now.
    for (const batch of open) if (!batch.lookedAt) await store.looked(batch, new Date(now).toISOString())
    const due = open.filter(
      ({ lookedAt }) => empty || (lookedAt && now - Date.parse(lookedAt) > LOOK_AFTER_MS),
    )
    await send(...due.map(({ tenant, id }) => ({ tenant, batch: id })))
    for (const batch of due) if (batch.lookedAt) await store.looked(batch, new Date(now).toISOString())
    return due.length
  }

  return async (): Promise<{ batches: number; zips: number }> => ({
    batches: await putBack(),
    zips: await sweepZips(),
  })
}
