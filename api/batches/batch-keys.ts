import { createHash } from 'node:crypto'
import { BATCH_WORK, batchesPartition, batchPartition } from '../store/keys.ts'
import type { ItemKey } from '../store/table.ts'
import { COUNT_SHARDS } from './counts.ts'
import type { BatchHead, BatchRef } from './records.ts'

export const ENTRY = 'ENTRY#'
export const TODO = 'TODO#'
export const FAILED = 'FAILED#'
export const COUNT = 'COUNT#'
export const SOURCE = 'SOURCE#'

/** Padded, so that the order of keys is that of numbers. */
export const padded = (index: number): string => String(index).padStart(6, '0')

export const headKey = ({ tenant, id }: BatchRef): ItemKey => ({
  pk: batchPartition(tenant, id),
  sk: 'BATCH',
})

const under = (prefix: string) => (ref: BatchRef, index: number) => ({
  pk: batchPartition(ref.tenant, ref.id),
  sk: `${prefix}${padded(index)}`,
})
export const entryKey = under(ENTRY)
export const todoKey = under(TODO)
export const failedKey = under(FAILED)
export const sourceKey = under(SOURCE)
export const countKey = (ref: BatchRef, index: number): ItemKey => ({
  pk: batchPartition(ref.tenant, ref.id),
  sk: `${COUNT}${String(index % COUNT_SHARDS).padStart(2, '0')}`,
})

/** A name of any length and alphabet. */
export const groupKey = (ref: BatchRef, group: string): ItemKey => ({
  pk: batchPartition(ref.tenant, ref.id),
  sk: `GROUP#${createHash('sha256').update(group).digest('hex').slice(0, 32)}`,
})

export const listKey = ({
  tenant,
  createdAt,
  id,
}: Pick<BatchHead, 'tenant' | 'createdAt' | 'id'>): ItemKey => ({
  pk: batchesPartition(tenant),
  sk: `${createdAt}#${id}`,
})

export const workKey = ({ tenant, id }: BatchRef): ItemKey => ({ pk: BATCH_WORK, sk: `${tenant}#${id}` })

export const indexOf = (sk: string): number => Number(sk.slice(sk.indexOf('#') + 1))

/** That a result was ordered. */
export const resultItemKey = ({ tenant, id }: BatchRef, file: string): ItemKey => ({
  pk: batchPartition(tenant, id),
  sk: `RESULT#${file}`,
})
