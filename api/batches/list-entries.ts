import { InputError } from '../../inference/cli/inputs/errors.ts'
import { type BatchStore, LISTED_PER_WRITE } from './batch-store.ts'
import { noCounts } from './counts.ts'
import type { BatchEntry, BatchHead } from './records.ts'
import { NothingToAssess } from './sources/errors.ts'
import { createGroups } from './sources/groups.ts'
import { listSource, type SourceDeps } from './sources/list-source.ts'
import type { ListedEntry } from './sources/listed-entry.ts'
import { ZipGone } from './sources/zip-reader.ts'
import { failure } from './verdict.ts'

export interface ListEntriesDeps extends SourceDeps {
  store: BatchStore
  clock: () => number
}

/**
 * Writes down what a batch consists of. Nothing is assessed before it is whole: interrupted, it begins anew. A source
 * that cannot be read, or that holds nothing, fails the batch.
 */
export function createListEntries(deps: ListEntriesDeps) {
  const { store, clock } = deps

  async function list(head: BatchHead) {
    const groupOf = createGroups(head.grouping)
    let total = 0
    let failed = 0
    let skipped = 0
    let page: BatchEntry[] = []
    const write = async () => {
      if (page.length > 0) await store.putEntries(head, page)
      page = []
      // Requests are answered in between.
      await new Promise((resolve) => setImmediate(resolve))
    }
    await store.clearEntries(head)
    await listSource(deps, head, async (listed) => {
      if (!listed) {
        skipped++
        return
      }
      total++
      if ('refused' in listed) failed++
      page.push(toEntry(listed, total, groupOf))
      if (page.length === LISTED_PER_WRITE) await write()
    })
    await write()
    if (total === 0) throw new NothingToAssess('the batch')
    await store.putCounts(head, { ...noCounts, failed })
    return { total, skipped, failed }
  }

  return async (head: BatchHead): Promise<BatchHead> => {
    try {
      const { total, skipped, failed } = await list(head)
      const at = new Date(clock()).toISOString()
      return await store.changeHead(head, (current) =>
        current.state === 'CANCELLING' || current.state === 'LISTING'
          ? {
              ...current,
              state: current.state === 'LISTING' ? 'RUNNING' : 'CANCELLING',
              total,
              skipped,
              startedAt: at,
              measuredFrom: { at, ended: failed },
            }
          : null,
      )
    } catch (error) {
      if (!(error instanceof InputError || error instanceof ZipGone)) throw error
      const { code, message } = error
      await store.clearEntries(head)
      return store.changeHead(head, (current) => ({
        ...current,
        state: 'FAILED',
        finishedAt: new Date(clock()).toISOString(),
        failure: { code, message },
      }))
    }
  }
}

function toEntry(listed: ListedEntry, index: number, groupOf: (name: string) => string | null): BatchEntry {
  const { name } = listed
  const refused = 'refused' in listed ? failure(listed.refused.code, listed.refused.message) : null
  return {
    index,
    name,
    source: 'source' in listed ? listed.source : null,
    group: refused ? null : groupOf(name),
    state: refused ? 'FAILED' : 'WAITING',
    begun: 0,
    photoId: null,
    claimId: null,
    assessmentId: null,
    failure: refused,
  }
}
