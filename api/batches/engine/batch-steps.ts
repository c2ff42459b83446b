import type { BatchStore } from '../batch-store.ts'
import type { Lifecycle } from '../lifecycle.ts'
import type { BatchHead } from '../records.ts'
import { type BatchAtWork, lookedUp, seen } from './batch-at-work.ts'
import type { Step } from './next-step.ts'

export interface BatchStepsDeps {
  store: Pick<BatchStore, 'head' | 'indexes'>
  lifecycle: Lifecycle
}

/** What is done to a batch as a whole, while nothing else is done to it. */
export type BatchSteps = Record<Exclude<Step, 'WORK'>, (batch: BatchAtWork, head: BatchHead) => Promise<void>>

/** Entries that are looked up at once. */
const PAGE = 100

export function createBatchSteps({ store, lifecycle }: BatchStepsDeps): BatchSteps {
  async function lookUp(batch: BatchAtWork) {
    const page = await store.indexes(batch.ref, 'TODO', { after: batch.cursor, limit: PAGE })
    lookedUp(batch, page, PAGE)
  }

  return {
    async LOOK(batch) {
      // First: whoever changes it from now on makes it stale again.
      batch.stale = false
      try {
        seen(batch, await store.head(batch.ref))
      } catch (error) {
        batch.stale = true
        throw error
      }
    },
    async PREPARE(batch, head) {
      await lifecycle.prepare(head)
      batch.stale = true
    },
    async CANCEL(batch, head) {
      await lifecycle.prepare(head)
      await lookUp(batch)
    },
    LOOK_UP: lookUp,
    async FINISH(batch) {
      batch.stale = true
      // Of what another process has at work, this one knows nothing.
      await lifecycle.finish(batch.ref)
    },
  }
}
