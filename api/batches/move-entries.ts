import { type Operation, type Table, WriteConflict } from '../store/table.ts'
import { type StoredEntry, toStored } from './batch-entries.ts'
import { countKey, entryKey, failedKey, todoKey } from './batch-keys.ts'
import { isEnded, noCounts, recount } from './counts.ts'
import type { Ending } from './endings.ts'
import type { BatchEntry, BatchRef, Counts } from './records.ts'
import { untilWritten } from './until-written.ts'

/** Entries that one write moves, each with the items beside it. */
const MOVED_PER_WRITE = 30

/** Moves entries of batches from state to state in the table, and changes the counts in the same write. */
export function createMoveEntries(table: Table) {
  async function entry(ref: BatchRef, index: number): Promise<StoredEntry | null> {
    const item = await table.get(entryKey(ref, index))
    return item && toStored(item)
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
    async end(ref: BatchRef, index: number, ending: Ending): Promise<boolean> {
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
