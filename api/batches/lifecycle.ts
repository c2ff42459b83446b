import type { Logger } from 'pino'
import type { BatchStore } from './batch-store.ts'
import { endedOf } from './counts.ts'
import { type BatchHead, type BatchRef, isUnlisted } from './records.ts'
import { isFinalVerdict } from './verdict.ts'

export interface LifecycleDeps {
  store: BatchStore
  listEntries: (head: BatchHead) => Promise<BatchHead>
  clock: () => number
  logger: Logger
}

/** What is done to a batch as a whole. All of it may be repeated, and is begun again where it was interrupted. */
export interface Lifecycle {
  /** Does what the state of a batch asks for before its entries can be worked on; the batch as it is then. */
  prepare(head: BatchHead): Promise<BatchHead>
  /** Ends a batch of which every entry has ended. Null while one has not, and for a batch that ended before. */
  finish(ref: BatchRef): Promise<BatchHead | null>
}

const PAGE = 100

export function createLifecycle({ store, listEntries, clock, logger }: LifecycleDeps): Lifecycle {
  const now = () => new Date(clock()).toISOString()

  /** Hands on the entries that have not ended, or those that failed, page by page. */
  async function pages(ref: BatchRef, of: 'TODO' | 'FAILED', work: (indexes: number[]) => Promise<void>) {
    for (let after = 0; ; ) {
      const found = await store.indexes(ref, of, { after, limit: PAGE })
      await work(found)
      after = found.at(-1) ?? after
      if (found.length < PAGE) return
    }
  }

  /** Ends what nobody has begun; what has an assessment is left to end with it. */
  const cancel = (ref: BatchRef) =>
    pages(ref, 'TODO', (indexes) =>
      store.moveAll(ref, indexes, (entry) =>
        entry.state === 'WAITING' ? { ...entry, state: 'CANCELLED' } : null,
      ),
    )

  /** Lets what failed wait again, but for what no repetition helps. */
  async function retry(ref: BatchRef) {
    await pages(ref, 'FAILED', (indexes) =>
      store.moveAll(ref, indexes, (entry) =>
        entry.state === 'FAILED' && !(entry.failure && isFinalVerdict(entry.failure))
          ? { ...entry, state: 'WAITING', begun: 0, assessmentId: null, failure: null }
          : null,
      ),
    )
    const ended = endedOf(await store.counts(ref))
    return store.changeHead(ref, (head) =>
      head.state === 'RETRYING' ? { ...head, state: 'RUNNING', measuredFrom: { at: now(), ended } } : null,
    )
  }

  return {
    async prepare(found) {
      // One that was cancelled as it was listed is listed to its end: it knows what it consists of then.
      const head = isUnlisted(found) ? await listEntries(found) : found
      if (head.state === 'RETRYING') return retry(head)
      if (head.state === 'CANCELLING') await cancel(head)
      return head
    },

    async finish(ref) {
      if ((await store.indexes(ref, 'TODO', { after: 0, limit: 1 })).length > 0) return null
      const ends = { RUNNING: 'FINISHED', CANCELLING: 'CANCELLED' } as const
      let mine = false
      const after = await store.changeHead(
        ref,
        (head) => {
          const state = ends[head.state as keyof typeof ends]
          mine = state !== undefined
          return mine ? { ...head, state, finishedAt: now() } : null
        },
        { counts: await store.counts(ref) },
      )
      if (!mine) return null
      logger.info({ batch: ref.id, state: after.state }, 'the batch ended')
      return after
    },
  }
}
