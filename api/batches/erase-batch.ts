import type { Zips } from '../../edge/batches/zips.ts'
import { createErasing, type Erased, type Erasing } from '../domain/erasing.ts'
import { Conflict } from '../errors.ts'
import {
  batchPartition,
  ERASING_BATCHES,
  erasedBatchesPartition,
  idempotencyKey,
  zipUploadKey,
} from '../store/keys.ts'
import { removeAll } from '../store/remove-all.ts'
import { headKey, listKey } from './batch-keys.ts'
import type { BatchStore } from './batch-store.ts'
import { batchKeyOf } from './create-batch.ts'
import { type BatchHead, hasEnded } from './records.ts'
import type { Results } from './results/results.ts'

/** All that is kept of a batch that was erased. */
export interface BatchErasure extends Erased {
  batchId: string
}

export type EraseBatch = Erasing<BatchErasure>

export interface EraseBatchDeps {
  store: BatchStore
  zips: Pick<Zips, 'erase'>
  results: Pick<Results, 'erase'>
  clock: () => number
}

/** What is still to be removed is named by these. */
type Left = Pick<BatchHead, 'tenant' | 'id' | 'finishedAt'> & { zip: string | null }

/** Items of a batch that are read at once, to be removed. */
const PAGE = 1000

/**
 * Erases a batch that has ended with all that belongs to it: the zip it came in, its entries with their names, and
 * its results. Its claims stay.
 */
export const createEraseBatch = ({ store, zips, results, clock }: EraseBatchDeps): EraseBatch =>
  createErasing<Pick<BatchErasure, 'batchId'>, Left>(
    { table: store.table, clock },
    {
      erasing: ERASING_BATCHES,
      erased: erasedBatchesPartition,
      nameOf: (batchId) => ({ batchId }),

      async hide(tenant, id) {
        const { head, version } = await store.versionedHead({ tenant, id })
        if (!hasEnded(head))
          throw new Conflict(
            `Expected a batch that has ended but received one that is ${head.state}; cancel it and wait for its end`,
          )
        const { source, finishedAt, idempotencyKey: key = null } = head
        return {
          left: { tenant, id, finishedAt, zip: source.kind === 'ZIP' ? source.zip : null },
          operations: [
            { remove: headKey(head), ifVersion: version },
            { remove: listKey(head) },
            ...(key === null ? [] : [{ remove: idempotencyKey(tenant, batchKeyOf(key)) }]),
          ],
        }
      },

      async remove({ zip, ...batch }) {
        const { tenant, id } = batch
        const { table } = store
        await results.erase(batch)
        if (zip !== null) {
          await zips.erase(zip)
          const kept = (await store.keptZips()).filter((one) => one.zip === zip)
          await table.write([
            { remove: zipUploadKey(tenant, zip) },
            ...kept.map(({ sk }) => store.forgetZip(sk)),
          ])
        }
        for (;;) {
          const items = await table.query(batchPartition(tenant, id), { limit: PAGE })
          await removeAll(table, items)
          if (items.length < PAGE) break
        }
      },
    },
  )
