import type { Logger } from 'pino'
import { InputError } from '../../inference/cli/inputs/errors.ts'
import { isPassing } from '../is-passing.ts'
import { WriteConflict } from '../store/table.ts'
import { LISTED_PER_WRITE } from './batch-entries.ts'
import type { BatchStore } from './batch-store.ts'
import { createEntryPages, writtenBefore } from './entry-pages.ts'
import { type BatchEntry, type BatchHead, type BatchRef, isUnlisted } from './records.ts'
import { ListingFailed, NothingToAssess } from './sources/errors.ts'
import { createGroups } from './sources/groups.ts'
import { listSource, type SourceDeps } from './sources/list-source.ts'
import type { ListedEntry } from './sources/listed-entry.ts'
import { ZipGone } from './sources/zip-reader.ts'
import { failure } from './verdict.ts'

export interface ListEntriesDeps extends SourceDeps {
  store: BatchStore
  clock: () => number
  logger: Pick<Logger, 'error'>
}

/** So often a listing is begun that fails for reasons that nobody foresaw. */
const MOST_UNFORESEEN = 5

/**
 * Writes down what a batch consists of. Nothing is assessed before it is whole; interrupted, it goes on after the last
 * entry that was written. A source that cannot be read, or that holds nothing, fails the batch; and so does what nobody
 * foresaw, at the fifth time.
 *
 * @throws ListedElsewhere where another process lists the same batch, and what is in the way for now
 */
export function createListEntries(deps: ListEntriesDeps) {
  const { store, clock, logger } = deps

  async function list(head: BatchHead) {
    const before = await store.lastEntry(head)
    const write = createEntryPages(store, await store.versionedHead(head), before?.index ?? 0)
    const isWritten = writtenBefore(head, before)
    const groupOf = createGroups(head.grouping)
    let [position, index, skipped] = [0, before?.index ?? 0, 0]
    let page: BatchEntry[] = []
    const flush = async () => {
      if (page.length > 0) await write(page)
      page = []
      // Requests are answered in between.
      await new Promise((resolve) => setImmediate(resolve))
    }
    await listSource(deps, head, async (listed) => {
      if (!listed) {
        skipped++
        return
      }
      const group = 'refused' in listed ? null : groupOf(listed.name)
      if (isWritten(listed.name, ++position)) return
      page.push(toEntry(listed, ++index, group))
      if (page.length === LISTED_PER_WRITE) await flush()
    })
    await flush()
    if (index === 0) throw new NothingToAssess('the batch')
    return { total: index, skipped, failed: await countFailed(head) }
  }

  async function countFailed(ref: BatchRef): Promise<number> {
    for (let count = 0, after = 0; ; ) {
      const found = await store.indexes(ref, 'FAILED', { after, limit: 1000 })
      count += found.length
      after = found.at(-1) ?? after
      if (found.length < 1000) return count
    }
  }

  async function fail(head: BatchHead, { code, message }: { code: string; message: string }) {
    let mine = false
    const after = await store.changeHead(head, (current) => {
      mine = isUnlisted(current)
      if (!mine) return null
      const finishedAt = new Date(clock()).toISOString()
      return { ...current, state: 'FAILED', finishedAt, failure: { code, message } }
    })
    // Entries that another process has listed whole are its own.
    if (mine) await store.clearEntries(head)
    return after
  }

  return async (head: BatchHead): Promise<BatchHead> => {
    try {
      const { total, skipped, failed } = await list(head)
      const at = new Date(clock()).toISOString()
      return await store.changeHead(
        head,
        (current) =>
          isUnlisted(current)
            ? {
                ...current,
                state: current.state === 'LISTING' ? 'RUNNING' : 'CANCELLING',
                total,
                skipped,
                startedAt: at,
                measuredFrom: { at, ended: failed },
              }
            : null,
        // As one: whoever lists the same batch and comes later would count what has failed since.
        { operations: [store.countRefused(head, failed)] },
      )
    } catch (error) {
      if (error instanceof InputError || error instanceof ZipGone) return fail(head, error)
      if (isPassing(error) || error instanceof WriteConflict) throw error
      const { listingFailures = 0 } = await store.changeHead(head, (current) =>
        isUnlisted(current) ? { ...current, listingFailures: (current.listingFailures ?? 0) + 1 } : null,
      )
      if (listingFailures < MOST_UNFORESEEN) throw error
      logger.error({ batch: head.id, err: error }, 'the batch cannot be listed')
      return fail(head, new ListingFailed(listingFailures))
    }
  }
}

function toEntry(listed: ListedEntry, index: number, group: string | null): BatchEntry {
  const refused = 'refused' in listed ? failure(listed.refused.code, listed.refused.message) : null
  return {
    index,
    name: listed.name,
    source: 'source' in listed ? listed.source : null,
    group,
    state: refused ? 'FAILED' : 'WAITING',
    begun: 0,
    photoId: null,
    claimId: null,
    assessmentId: null,
    failure: refused,
  }
}
