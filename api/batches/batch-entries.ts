import { batchPartition } from '../store/keys.ts'
import { removeAll } from '../store/remove-all.ts'
import { type Item, MAX_OPERATIONS, type Operation, type Table, WriteConflict } from '../store/table.ts'
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
import { isEnded, noCounts, recount, sumCounts } from './counts.ts'
import type { BatchEntry, BatchHead, BatchRef, Counts, EntryState } from './records.ts'
import { untilWritten } from './until-written.ts'

/** An entry with the version under which it may be changed. */
export interface StoredEntry {
  entry: BatchEntry
  version: number
}

/** Entries that one write lists, each with the item beside it, and the head: what a write takes. */
export const LISTED_PER_WRITE = Math.floor((MAX_OPERATIONS - 1) / 2)
/** Entries that one write moves, each with the items beside it. */
const MOVED_PER_WRITE = 30

/** The entries of batches in the table, and how many are in which state; no question reads more than a page. */
export function createBatchEntries(table: Table) {
  const partition = ({ tenant, id }: BatchRef) => batchPartition(tenant, id)

  async function entry(ref: BatchRef, index: number): Promise<StoredEntry | null> {
    const item = await table.get(entryKey(ref, index))
    return item && { entry: item.data as BatchEntry, version: item.version }
  }

  /** What is to be written for entries that go into other states; all of one shard of the counts. */
  async function moves(ref: BatchRef, moved: { from: StoredEntry; to: BatchEntry }[]): Promise<Operation[]> {
    const first = moved[0]
    if (!first) return []
    const shard = await table.get(countKey(ref, first.to.index))
    let counts = (shard?.data as Counts | undefined) ?? noCounts
    for (const { from, to } of moved) counts = recount(counts, from.entry.state, to.state)
    return [
      { put: { ...countKey(ref, first.to.index), data: counts }, ifVersion: shard?.version ?? 0 },
      ...moved.flatMap(({ from, to }): Operation[] => {
        const { index, state } = to
        // Whoever was at it is no longer.
        const { begunUntil: _, ...data } = to
        return [
          { put: { ...entryKey(ref, index), data }, ifVersion: from.version },
          isEnded(to) ? { remove: todoKey(ref, index) } : { put: { ...todoKey(ref, index), data: null } },
          ...(state === 'FAILED' ? [{ put: { ...failedKey(ref, index), data: null } }] : []),
          ...(from.entry.state === 'FAILED' ? [{ remove: failedKey(ref, index) }] : []),
        ]
      }),
    ]
  }

  return {
    async counts(ref: BatchRef): Promise<Counts> {
      return sumCounts(await table.query(partition(ref), { prefix: COUNT }))
    },

    entry,
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

    /**
     * Notes that somebody begins to take the entry in. Null where somebody else was faster.
     *
     * @param until when it is nobody else's, ISO 8601
     */
    async begin(
      ref: BatchRef,
      { entry: one, version }: StoredEntry,
      until: string,
    ): Promise<StoredEntry | null> {
      const begun: BatchEntry = { ...one, begun: one.begun + 1, begunUntil: until }
      try {
        await table.write([{ put: { ...entryKey(ref, one.index), data: begun }, ifVersion: version }], {
          losable: true,
        })
        return { entry: begun, version: version + 1 }
      } catch (error) {
        if (error instanceof WriteConflict) return null
        throw error
      }
    },

    /** Takes the beginning back, where something else than the photo was in the way. */
    async giveBack(ref: BatchRef, index: number): Promise<void> {
      await untilWritten(async () => {
        const stored = await entry(ref, index)
        if (!stored || isEnded(stored.entry) || stored.entry.begun === 0) return
        const { begunUntil: _, ...rest } = stored.entry
        const data: BatchEntry = { ...rest, begun: rest.begun - 1 }
        await table.write([{ put: { ...entryKey(ref, index), data }, ifVersion: stored.version }], {
          losable: true,
        })
      })
    },

    /** Brings an entry to a final state, unless it has one. */
    async end(
      ref: BatchRef,
      index: number,
      ending: Pick<BatchEntry, 'failure'> & { state: EntryState },
    ): Promise<boolean> {
      return untilWritten(async () => {
        const from = await entry(ref, index)
        if (!from || isEnded(from.entry)) {
          await table.write([{ remove: todoKey(ref, index) }])
          return false
        }
        await table.write(await moves(ref, [{ from, to: { ...from.entry, ...ending } }]))
        return true
      })
    },

    /**
     * Moves entries to other states, those of each shard of the counts in one write. Null leaves an entry as it is.
     */
    async moveAll(ref: BatchRef, indexes: readonly number[], move: (entry: BatchEntry) => BatchEntry | null) {
      const shards = new Map<string, number[]>()
      for (const index of indexes) {
        const { sk } = countKey(ref, index)
        shards.set(sk, [...(shards.get(sk) ?? []), index])
      }
      for (const shard of shards.values()) {
        for (let i = 0; i < shard.length; i += MOVED_PER_WRITE) {
          const some = shard.slice(i, i + MOVED_PER_WRITE)
          await untilWritten(async () => {
            const stored = (await table.getMany(some.map((index) => entryKey(ref, index)))).flatMap((item) =>
              item ? [toStored(item)] : [],
            )
            const moved = stored.flatMap((from) => {
              const to = move(from.entry)
              return to ? [{ from, to }] : []
            })
            if (moved.length > 0) await table.write(await moves(ref, moved))
          })
        }
      }
    },
  }
}

const toStored = ({ data, version }: Item): StoredEntry => ({ entry: data as BatchEntry, version })
