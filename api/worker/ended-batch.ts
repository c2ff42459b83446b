import type { BatchEnded } from '../batches/records.ts'
import { EVENT } from '../store/keys.ts'
import type { Item } from '../store/table.ts'

/** What others are told of a batch that has ended: where to look, and nothing that is private. */
export interface EndedBatch {
  /** The same however often it is told; receivers tell repetitions by it. A batch that is retried ends again. */
  id: string
  tenant: string
  batchId: string
  /** `FINISHED`, `CANCELLED` or `FAILED`. */
  state: string
  total: number
  done: number
  failed: number
  cancelled: number
  endedAt: string
}

/** The end of a batch, as it was written in the transaction that ended it. Null for every other item. */
export function endedBatch({ pk, sk, data }: Pick<Item, 'pk' | 'sk' | 'data'>): EndedBatch | null {
  const [, tenant, batchId] = /^T#([^#]+)#BATCH#([^#]+)$/.exec(pk) ?? []
  if (!tenant || !batchId || !sk.startsWith(EVENT)) return null
  const { head, counts } = data as BatchEnded
  return {
    id: `${batchId}-${Number(sk.slice(EVENT.length))}`,
    tenant,
    batchId,
    state: head.state,
    total: head.total,
    ...counts,
    endedAt: head.finishedAt ?? '',
  }
}
