import { batchPartition } from '../store/keys.ts'
import { removeAll } from '../store/remove-all.ts'
import { type Item, MAX_OPERATIONS, type Operation, type Table } from '../store/table.ts'
import {
  COUNT,
  countKey,
  ENTRY,
  entryKey,
  FAILED,
  failedKey,
  headKey,
  indexOf,
  TODO,
  todoKey,
} from './batch-keys.ts'
import { isEnded, noCounts, sumCounts } from './counts.ts'
import type { BatchEntry, BatchHead, BatchRef, Counts } from './records.ts'

/** An entry with the version under which it may be changed. */
export interface StoredEntry {
  entry: BatchEntry
  version: number
}

/** Entries that one write lists, each with the item beside it, and the head: what a write takes. */
export const LISTED_PER_WRITE = Math.floor((MAX_OPERATIONS - 1) / 2)

/** The entries of batches in the table as they are listed, and how many are in which state; no question reads more than a page. */
export function createBatchEntries(table: Table) {
  const partition = ({ tenant, id }: BatchRef) => batchPartition(tenant, id)

  return {
    async counts(ref: BatchRef): Promise<Counts> {
      return sumCounts(await table.query(partition(ref), { prefix: COUNT }))
    },

    async entry(ref: BatchRef, index: number): Promise<StoredEntry | null> {
      const item = await table.get(entryKey(ref, index))
      return item && toStored(item)
    },
    entries: (ref: BatchRef, range: { after: number; limit: number }): Promise<StoredEntry[]> =>
      table
        .query(partition(ref), {
          prefix: ENTRY,
          after: entryKey(ref, range.after).sk,
          limit: range.limit,
        })
        .then((items) => items.map(toStored)),

    /** Numbers of entries, in order: those that have not ended, or those that failed. */
    async indexes(ref: BatchRef, of: 'TODO' | 'FAILED', { after, limit }: { after: number; limit: number }) {
      const prefix = of === 'TODO' ? TODO : FAILED
      const key = of === 'TODO' ? todoKey : failedKey
      const items = await table.query(partition(ref), { prefix, after: key(ref, after).sk, limit })
      return items.map(({ sk }) => indexOf(sk))
    },
    async entriesAt(ref: BatchRef, indexes: readonly number[]): Promise<StoredEntry[]> {
      const items = await table.getMany(indexes.map((index) => entryKey(ref, index)))
      return items.flatMap((item) => (item ? [toStored(item)] : []))
    },

    /** Removes what a listing that failed has left. */
    async clearEntries(ref: BatchRef): Promise<void> {
      for (const prefix of [ENTRY, TODO, FAILED, COUNT]) {
        await removeAll(table, await table.query(partition(ref), { prefix }))
      }
    },

    /** The one that was listed last. */
    async lastEntry(ref: BatchRef): Promise<BatchEntry | null> {
      const [item] = await table.query(partition(ref), { prefix: ENTRY, reverse: true, limit: 1 })
      return item ? (item.data as BatchEntry) : null
    },

    /**
     * Lists new entries, in the write that raises the version of the head: whoever else lists the same batch finds
     * out. Those that were refused are counted when all are listed.
     *
     * @returns the head's version after it
     * @throws WriteConflict where the head is not as it was
     */
    async putEntries(
      { head, version }: { head: BatchHead; version: number },
      entries: readonly BatchEntry[],
    ): Promise<number> {
      await table.write(
        [
          { put: { ...headKey(head), data: head }, ifVersion: version },
          ...entries.flatMap((one): Operation[] => [
            { put: { ...entryKey(head, one.index), data: one } },
            ...(one.state === 'FAILED' ? [{ put: { ...failedKey(head, one.index), data: null } }] : []),
            ...(isEnded(one) ? [] : [{ put: { ...todoKey(head, one.index), data: null } }]),
          ]),
        ],
        // What is lost of a listing is listed again; the write that ends it takes these along.
        { losable: true },
      )
      return version + 1
    },
    /** What notes how many were refused as they were listed, to be written as the listing ends. */
    countRefused: (ref: BatchRef, failed: number): Operation => ({
      put: { ...countKey(ref, 0), data: { ...noCounts, failed } satisfies Counts },
    }),
  }
}

export const toStored = ({ data, version }: Item): StoredEntry => ({ entry: data as BatchEntry, version })
