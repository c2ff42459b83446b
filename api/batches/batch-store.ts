import { setTimeout as sleep } from 'node:timers/promises'
import { NotFound } from '../errors.ts'
import { BATCH_WORK, batchesPartition, batchPartition, eventKey, ZIPS } from '../store/keys.ts'
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
  listKey,
  SOURCE,
  sourceKey,
  TODO,
  todoKey,
  workKey,
} from './batch-keys.ts'
import { isEnded, noCounts, recount, sumCounts } from './counts.ts'
import {
  type BatchEntry,
  type BatchHead,
  type BatchRef,
  type Counts,
  type EntryState,
  hasEnded,
} from './records.ts'

/** An entry with the version under which it may be changed. */
export interface StoredEntry {
  entry: BatchEntry
  version: number
}

/** A zip that is stored, and the batch that needs it; null until that is there. */
interface KeptZip {
  zip: string
  batch: BatchRef | null
}

/** Ids of photos that one item takes. */
const IDS_PER_ITEM = 2000
/** Entries that one write lists, each with the item beside it: what a write takes. */
export const LISTED_PER_WRITE = MAX_OPERATIONS / 2
/** Entries that one write moves, each with the items beside it. */
const MOVED_PER_WRITE = 30
const ATTEMPTS = 60

/** Batches in the table: each is one partition, of which no question reads more than a page. */
export function createBatchStore({ table }: { table: Table }) {
  const partition = ({ tenant, id }: BatchRef) => batchPartition(tenant, id)

  /** Tries again while others write the same items. */
  async function again<T>(attempt: () => Promise<T>): Promise<T> {
    for (let n = 1; ; n++) {
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof WriteConflict) || n === ATTEMPTS) throw error
        await sleep(Math.random() * 2 ** Math.min(n, 8))
      }
    }
  }

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
        return [
          { put: { ...entryKey(ref, index), data: to }, ifVersion: from.version },
          isEnded(to) ? { remove: todoKey(ref, index) } : { put: { ...todoKey(ref, index), data: null } },
          ...(state === 'FAILED' ? [{ put: { ...failedKey(ref, index), data: null } }] : []),
          ...(from.entry.state === 'FAILED' ? [{ remove: failedKey(ref, index) }] : []),
        ]
      }),
    ]
  }

  return {
    table,
    /** What creates a batch, to be written with whatever else must be. */
    createOperations(head: BatchHead, photoIds: readonly string[] = []): Operation[] {
      const chunks = Array.from({ length: Math.ceil(photoIds.length / IDS_PER_ITEM) }, (_, i) =>
        photoIds.slice(i * IDS_PER_ITEM, (i + 1) * IDS_PER_ITEM),
      )
      return [
        { put: { ...headKey(head), data: head }, ifVersion: 0 },
        { put: { ...listKey(head), data: null } },
        { put: { ...workKey(head), data: { tenant: head.tenant, id: head.id } } },
        ...chunks.map((ids, i) => ({ put: { ...sourceKey(head, i), data: ids } })),
      ]
    },
    async head(ref: BatchRef): Promise<BatchHead | null> {
      return ((await table.get(headKey(ref)))?.data as BatchHead | undefined) ?? null
    },
    async photoIds(ref: BatchRef): Promise<string[]> {
      return (await table.query(partition(ref), { prefix: SOURCE })).flatMap(({ data }) => data as string[])
    },
    async counts(ref: BatchRef): Promise<Counts> {
      return sumCounts(await table.query(partition(ref), { prefix: COUNT }))
    },

    /** Newest first. */
    async list(tenant: string, { after, limit }: { after: string | null; limit: number }) {
      const keys = await table.query(batchesPartition(tenant), {
        reverse: true,
        limit,
        ...(after !== null && { after }),
      })
      const items = await table.getMany(
        keys.map(({ sk }) => headKey({ tenant, id: sk.slice(sk.indexOf('#') + 1) })),
      )
      return keys.flatMap(({ sk }, i) => {
        const head = items[i]?.data as BatchHead | undefined
        return head ? [{ cursor: sk, head }] : []
      })
    },

    /** Zips that are stored, each with the instant until which it is kept at the front of its key. */
    async keptZips() {
      const items = await table.query(ZIPS)
      return items.map(({ sk, data }) => ({ sk, ...(data as KeptZip) }))
    },
    keepZip: (until: string, zip: string, batch: BatchRef | null): Operation => ({
      put: { pk: ZIPS, sk: `${until}#${zip}`, data: { zip, batch } satisfies KeptZip },
    }),
    forgetZip: (sk: string): Operation => ({ remove: { pk: ZIPS, sk } }),

    /** Batches that have not ended. */
    async open(): Promise<BatchRef[]> {
      return (await table.query(BATCH_WORK)).map(({ data }) => data as BatchRef)
    },

    /**
     * Decides what becomes of a batch from how it is, and writes it; one that ends leaves the open work, and one that
     * goes on enters it again. Null decides nothing.
     *
     * @throws NotFound, what `decide` throws
     */
    changeHead(ref: BatchRef, decide: (head: BatchHead) => BatchHead | null): Promise<BatchHead> {
      return again(async () => {
        const item = await table.get(headKey(ref))
        if (!item) throw new NotFound('Batch', ref.id)
        const before = item.data as BatchHead
        const after = decide(before)
        if (!after) return before
        const finished = hasEnded(after) && !hasEnded(before)
        await table.write([
          { put: { ...headKey(ref), data: after }, ifVersion: item.version },
          hasEnded(after) ? { remove: workKey(ref) } : { put: { ...workKey(ref), data: ref } },
          // A batch ends once per version of its head: whoever is told of it is told once.
          ...(finished
            ? [
                {
                  put: {
                    pk: partition(ref),
                    sk: eventKey(item.version),
                    data: { kind: 'BATCH_ENDED', head: after },
                  },
                  ifVersion: 0,
                },
              ]
            : []),
        ])
        return after
      })
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

    /** Removes what an interrupted listing left. */
    async clearEntries(ref: BatchRef): Promise<void> {
      for (const prefix of [ENTRY, TODO, FAILED, COUNT]) {
        await removeAll(table, await table.query(partition(ref), { prefix }))
      }
    },

    /** Lists new entries; their counts are told when all are listed. */
    async putEntries(ref: BatchRef, entries: readonly BatchEntry[]): Promise<void> {
      await table.write(
        entries.flatMap((one): Operation[] => [
          { put: { ...entryKey(ref, one.index), data: one } },
          ...(one.state === 'FAILED' ? [{ put: { ...failedKey(ref, one.index), data: null } }] : []),
          ...(isEnded(one) ? [] : [{ put: { ...todoKey(ref, one.index), data: null } }]),
        ]),
        // An interrupted listing begins anew; the write that ends it takes these along.
        { losable: true },
      )
    },
    async putCounts(ref: BatchRef, counts: Counts): Promise<void> {
      await table.write([{ put: { ...countKey(ref, 0), data: counts } }])
    },

    /** Notes that somebody begins to take the entry in. Null where somebody else was faster. */
    async begin(ref: BatchRef, { entry: one, version }: StoredEntry): Promise<StoredEntry | null> {
      const begun: BatchEntry = { ...one, begun: one.begun + 1 }
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
      const stored = await entry(ref, index)
      if (!stored || isEnded(stored.entry) || stored.entry.begun === 0) return
      const data: BatchEntry = { ...stored.entry, begun: stored.entry.begun - 1 }
      await table
        .write([{ put: { ...entryKey(ref, index), data }, ifVersion: stored.version }], { losable: true })
        .catch((error) => {
          if (!(error instanceof WriteConflict)) throw error
        })
    },

    /** Brings an entry to a final state, unless it has one. */
    async end(
      ref: BatchRef,
      index: number,
      ending: Pick<BatchEntry, 'failure'> & { state: EntryState },
    ): Promise<boolean> {
      return again(async () => {
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
          await again(async () => {
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

export type BatchStore = ReturnType<typeof createBatchStore>

const toStored = ({ data, version }: Item): StoredEntry => ({ entry: data as BatchEntry, version })
