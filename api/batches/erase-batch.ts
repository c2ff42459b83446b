import type { Zips } from '../../edge/batches/zips.ts'
import { Conflict } from '../errors.ts'
import { type Principal, requireRole } from '../principal.ts'
import {
  batchPartition,
  ERASING_BATCHES,
  erasedBatchesPartition,
  idempotencyKey,
  zipUploadKey,
} from '../store/keys.ts'
import { removeAll } from '../store/remove-all.ts'
import { WriteConflict } from '../store/table.ts'
import { headKey, listKey } from './batch-keys.ts'
import type { BatchStore } from './batch-store.ts'
import { batchKeyOf } from './create-batch.ts'
import { type BatchHead, hasEnded } from './records.ts'
import type { Results } from './results/results.ts'

/** All that is kept of a batch that was erased. */
export interface BatchErasure {
  batchId: string
  at: string
  /** Who did it. */
  actor: string
}

export interface EraseBatch {
  /**
   * Erases a batch that has ended with all that belongs to it: the zip it came in, its entries with their names, and
   * its results. Its claims stay.
   *
   * @throws NotFound, Forbidden, Conflict for one that has not ended
   */
  erase(principal: Principal, id: string): Promise<BatchErasure>
  /** What was erased, newest first. @throws Forbidden */
  list(principal: Principal, page: { before: string | null; limit: number }): Promise<BatchErasure[]>
  /** Goes on with what was interrupted. @returns how many batches */
  resume(): Promise<number>
}

export interface EraseBatchDeps {
  store: BatchStore
  zips: Pick<Zips, 'erase'>
  results: Pick<Results, 'erase'>
  clock: () => number
}

/** What is still to be removed is named by these. */
type Begun = Pick<BatchHead, 'tenant' | 'id' | 'finishedAt'> & { zip: string | null }

/** Items of a batch that are read at once, to be removed. */
const PAGE = 1000

/**
 * First one transaction: from then on nobody finds the batch, and it is noted that there is more to do. Then
 * everything else in steps that can be repeated, so that a crash at any point leaves nothing behind.
 */
export function createEraseBatch({ store, zips, results, clock }: EraseBatchDeps): EraseBatch {
  const { table } = store
  const noteKey = ({ tenant, id }: Pick<Begun, 'tenant' | 'id'>) => ({
    pk: ERASING_BATCHES,
    sk: `${tenant}#${id}`,
  })

  async function begin({ tenant, subject }: Principal, id: string) {
    for (;;) {
      const { head, version } = await store.versionedHead({ tenant, id })
      if (!hasEnded(head))
        throw new Conflict(
          `Expected a batch that has ended but received one that is ${head.state}; cancel it and wait for its end`,
        )
      const { source, finishedAt, idempotencyKey: key = null } = head
      const erasure: BatchErasure = { batchId: id, at: new Date(clock()).toISOString(), actor: subject }
      const begun: Begun = { tenant, id, finishedAt, zip: source.kind === 'ZIP' ? source.zip : null }
      try {
        await table.write([
          { remove: headKey(head), ifVersion: version },
          { remove: listKey(head) },
          ...(key === null ? [] : [{ remove: idempotencyKey(tenant, batchKeyOf(key)) }]),
          { put: { ...noteKey(begun), data: begun } },
          { put: { pk: erasedBatchesPartition(tenant), sk: `${erasure.at}#${id}`, data: erasure } },
        ])
        return { erasure, begun }
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
      }
    }
  }

  async function finish(begun: Begun): Promise<void> {
    const { tenant, id, zip } = begun
    await results.erase(begun)
    if (zip !== null) {
      await zips.erase(zip)
      const kept = (await store.keptZips()).filter((one) => one.zip === zip)
      await table.write([{ remove: zipUploadKey(tenant, zip) }, ...kept.map(({ sk }) => store.forgetZip(sk))])
    }
    for (;;) {
      const items = await table.query(batchPartition(tenant, id), { limit: PAGE })
      await removeAll(table, items)
      if (items.length < PAGE) break
    }
    await table.scrub?.()
    await table.write([{ remove: noteKey(begun) }])
  }

  return {
    async erase(principal, id) {
      requireRole(principal, 'admin')
      const { erasure, begun } = await begin(principal, id)
      await finish(begun)
      return erasure
    },
    async list(principal, { before, limit }) {
      requireRole(principal, 'admin')
      const range = { reverse: true, limit, ...(before !== null && { after: before }) }
      const items = await table.query(erasedBatchesPartition(principal.tenant), range)
      return items.map(({ data }) => data as BatchErasure)
    },
    async resume() {
      const all = await table.query(ERASING_BATCHES)
      for (const { data } of all) await finish(data as Begun)
      return all.length
    },
  }
}
