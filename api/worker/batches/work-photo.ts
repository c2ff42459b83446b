import type { Logger } from 'pino'
import type { BatchStore } from '../../batches/batch-store.ts'
import { unforeseenEnding } from '../../batches/endings.ts'
import type { Lifecycle } from '../../batches/lifecycle.ts'
import type { WorkEntry } from '../../batches/work-entry.ts'
import { isPassing } from '../../is-passing.ts'
import type { PhotoMessage } from './batch-message.ts'

export interface WorkPhotoDeps {
  store: BatchStore
  lifecycle: Lifecycle
  workEntry: WorkEntry
  clock: () => number
  logger: Logger
}

/** How often a message was received, and when first, in milliseconds since 1970. */
export interface Received {
  times: number
  firstAt: number
}

/** So often the model gives no answer for a photo, over some forty minutes, while it answers others, before it fails. */
const MOST_GIVEN_BACK = 10
/** So often something unforeseen is tried again, before the entry fails. */
const MOST_UNFORESEEN = 5

/**
 * Brings one photo of a batch to its end, and the batch with the last of them. A message that comes twice, late or
 * after another one finds what has been done: the entry's state says so, and changes under its version alone.
 *
 * @returns whether it has ended; false, or an exception, leaves the message in the queue
 */
export function createWorkPhoto({ store, lifecycle, workEntry, clock, logger }: WorkPhotoDeps) {
  /** When the model last answered this worker. */
  let answeredAt = 0

  return async ({ tenant, batch, entry }: PhotoMessage, { times, firstAt }: Received): Promise<boolean> => {
    const ref = { tenant, id: batch }
    const head = await store.head(ref)
    if (!head) return true
    try {
      const last = times >= MOST_GIVEN_BACK && answeredAt > firstAt
      if (!(await workEntry(head, entry, { last }))) return false
      answeredAt = clock()
    } catch (error) {
      if (isPassing(error) || times < MOST_UNFORESEEN) throw error
      logger.error({ batch, entry, err: error }, 'the entry failed')
      await store.end(ref, entry, unforeseenEnding)
    }
    await lifecycle.finish(ref)
    return true
  }
}
