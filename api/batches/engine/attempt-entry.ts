import type { Logger } from 'pino'
import { isPassing } from '../../is-passing.ts'
import type { BatchStore } from '../batch-store.ts'
import { unforeseenEnding } from '../endings.ts'
import type { BatchHead } from '../records.ts'
import type { WorkEntry } from '../work-entry.ts'
import { type BatchAtWork, worked } from './batch-at-work.ts'

/** How often an entry did not end here: for want of the model, or for reasons unforeseen. */
export interface Trouble {
  givenBack: number
  unforeseen: number
  /** How many answers the model had given, of whatever entries, when the first trouble came. */
  answered: number
}

/** The model is down or busy, or another process is at the entry: it waits for its next turn. */
export class NoAnswer extends Error {
  constructor() {
    super('Expected an answer of the model but received none for now')
  }
}

export interface AttemptEntryDeps {
  store: Pick<BatchStore, 'end'>
  workEntry: WorkEntry
  logger: Logger
  alone: boolean
}

/** So often an entry is given back by the model while others get their answer, before it fails. */
const MOST_GIVEN_BACK = 5
/** So often something unforeseen is tried again, before the entry fails. */
const MOST_UNFORESEEN = 5

/**
 * Works on one entry of a batch, and fails it where that was in vain too often. One that does not end is ready again.
 *
 * @throws what was in the way, for the batch to rest
 */
export function createAttemptEntry({ store, workEntry, logger, alone }: AttemptEntryDeps) {
  let answered = 0

  return async (batch: BatchAtWork, head: BatchHead, number: number): Promise<void> => {
    const { troubles } = batch
    const trouble = troubles.get(number) ?? { givenBack: 0, unforeseen: 0, answered }
    const last = trouble.givenBack >= MOST_GIVEN_BACK && answered > trouble.answered

    async function failed(error: unknown) {
      const unforeseen = trouble.unforeseen + (isPassing(error) ? 0 : 1)
      troubles.set(number, { ...trouble, unforeseen })
      if (unforeseen < MOST_UNFORESEEN) throw error
      logger.error({ batch: batch.ref.id, entry: number, err: error }, 'the entry failed')
      await store.end(batch.ref, number, unforeseenEnding)
      // Where somebody has it tried again, it is tried as often.
      troubles.delete(number)
    }

    try {
      const ended = await workEntry(head, number, { alone, last }).catch(failed)
      if (ended === false) {
        troubles.set(number, { ...trouble, givenBack: trouble.givenBack + 1 })
        throw new NoAnswer()
      }
      if (!ended) return
      answered++
      troubles.delete(number)
      worked(batch)
    } catch (error) {
      batch.ready.push(number)
      throw error
    }
  }
}
