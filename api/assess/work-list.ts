import { createHash } from 'node:crypto'
import { WORK_SHARDS, workPartition } from '../store/keys.ts'
import type { ItemKey, Operation, Table } from '../store/table.ts'

/** Which assessment is meant. */
export interface WorkItem {
  tenant: string
  claimId: string
  assessmentId: string
  /** Requested by a batch, which sees to its end. */
  batch?: true
}

const partitionOf = (assessmentId: string) =>
  workPartition((createHash('sha256').update(assessmentId).digest()[0] as number) % WORK_SHARDS)

const workKey = ({ tenant, claimId, assessmentId }: WorkItem): ItemKey => ({
  pk: partitionOf(assessmentId),
  sk: `${tenant}#${claimId}#${assessmentId}`,
})

/** Enters an assessment among those without a final state, in the write that makes it. */
export const enterWork = (item: WorkItem): Operation => ({ put: { ...workKey(item), data: item } })

/** Strikes it off, in the write that ends it. */
export const leaveWork = (item: WorkItem): Operation => ({ remove: workKey(item) })

/** Every assessment that has no final state yet. */
export async function openWork(table: Table): Promise<WorkItem[]> {
  const shards = await table.queryMany(
    Array.from({ length: WORK_SHARDS }, (_, shard) => workPartition(shard)),
  )
  return shards.flat().map(({ data }) => data as WorkItem)
}

/** Whose assessment this is, where all that came back is its id; null where it has ended. */
export async function findOpenWork(table: Table, assessmentId: string): Promise<WorkItem | null> {
  const items = await table.query(partitionOf(assessmentId))
  return items.map(({ data }) => data as WorkItem).find((item) => item.assessmentId === assessmentId) ?? null
}
