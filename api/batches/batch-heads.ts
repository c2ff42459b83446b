import { NotFound } from '../errors.ts'
import { BATCH_WORK, batchesPartition, batchPartition, eventKey, ZIPS } from '../store/keys.ts'
import { type Operation, type Table, WriteConflict } from '../store/table.ts'
import { headKey, listKey, SOURCE, sourceKey, workKey } from './batch-keys.ts'
import { noCounts } from './counts.ts'
import { type BatchEnded, type BatchHead, type BatchRef, type Counts, hasEnded } from './records.ts'
import { untilWritten } from './until-written.ts'

/** A zip that is stored, and the batch that needs it; null until that is there. */
interface KeptZip {
  zip: string
  batch: BatchRef | null
}

/** A batch that has not ended, as the list of those has it. */
export interface OpenBatch extends BatchRef {
  lookedAt: string | null
  version: number
}

/** Ids of photos that one item takes. */
const IDS_PER_ITEM = 2000

/** Batches as a whole in the table: their heads, what they were given, which are open, and the zips that are kept. */
export function createBatchHeads(table: Table) {
  const partition = ({ tenant, id }: BatchRef) => batchPartition(tenant, id)

  return {
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
    /** The head with its version. @throws NotFound */
    async versionedHead(ref: BatchRef): Promise<{ head: BatchHead; version: number }> {
      const item = await table.get(headKey(ref))
      if (!item) throw new NotFound('Batch', ref.id)
      return { head: item.data as BatchHead, version: item.version }
    },
    async photoIds(ref: BatchRef): Promise<string[]> {
      return (await table.query(partition(ref), { prefix: SOURCE })).flatMap(({ data }) => data as string[])
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
    async open(): Promise<OpenBatch[]> {
      return (await table.query(BATCH_WORK)).map(({ data, version }) => {
        const { tenant, id, lookedAt = null } = data as BatchRef & { lookedAt?: string }
        return { tenant, id, lookedAt, version }
      })
    },
    /** Notes when somebody last looked whether something of the batch was lost; one that has ended meanwhile stays so. */
    async looked({ tenant, id, version }: OpenBatch, lookedAt: string): Promise<void> {
      try {
        const data = { tenant, id, lookedAt }
        await table.write([{ put: { ...workKey({ tenant, id }), data }, ifVersion: version }])
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
      }
    },

    /**
     * Decides what becomes of a batch from how it is, and writes it; one that ends leaves the open work, and one that
     * goes on enters it again. Null decides nothing.
     *
     * @param options.counts of one that ends, for whoever is told
     * @param options.operations what else is written with it, where something is
     * @throws NotFound, what `decide` throws
     */
    changeHead(
      ref: BatchRef,
      decide: (head: BatchHead) => BatchHead | null,
      { counts = noCounts, operations = [] }: { counts?: Counts; operations?: readonly Operation[] } = {},
    ): Promise<BatchHead> {
      return untilWritten(async () => {
        const item = await table.get(headKey(ref))
        if (!item) throw new NotFound('Batch', ref.id)
        const before = item.data as BatchHead
        const after = decide(before)
        if (!after) return before
        const ended = hasEnded(after) && !hasEnded(before)
        const told: BatchEnded = { kind: 'BATCH_ENDED', head: after, counts }
        await table.write([
          { put: { ...headKey(ref), data: after }, ifVersion: item.version },
          hasEnded(after) ? { remove: workKey(ref) } : { put: { ...workKey(ref), data: ref } },
          // A batch ends once per version of its head: whoever is told of it is told once.
          ...(ended
            ? [
                {
                  put: { pk: partition(ref), sk: eventKey(item.version), data: told },
                  ifVersion: 0,
                },
              ]
            : []),
          ...operations,
        ])
        return after
      })
    },
  }
}
