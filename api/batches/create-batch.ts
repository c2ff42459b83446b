import { createHash } from 'node:crypto'
import type { Detail } from '../../inference/contract.ts'
import { IdempotencyConflict } from '../errors.ts'
import { createId } from '../ids.ts'
import type { Principal } from '../principal.ts'
import { idempotencyKey as idempotencyItem } from '../store/keys.ts'
import { type Operation, WriteConflict } from '../store/table.ts'
import type { BatchStore } from './batch-store.ts'
import type { BatchHead, BatchRef, BatchSource, Grouping } from './records.ts'

export interface BatchOptions {
  name: string | null
  detail: Detail
  grouping: Grouping
  idempotencyKey: string | null
}

export interface CreateBatchDeps {
  store: BatchStore
  clock: () => number
  /** Told of batches that are new or were changed. */
  changed: (ref: BatchRef) => void | Promise<void>
}

/** What a batch is made of. */
export interface NewBatch {
  source: BatchSource
  photoIds?: readonly string[]
  /** Tells one content from another, for requests that are repeated. */
  content: string
  /** What else is written with it. */
  operations?: (batch: BatchRef) => Operation[]
}

interface Remembered {
  request: string
  batch: string
}

const REMEMBER_SECONDS = 7 * 24 * 3600

/** Told from those of assessments, none of which has a blank in it. */
export const batchKeyOf = (idempotencyKey: string): string => `batch ${idempotencyKey}`

/**
 * Makes batches; the same request under the same key makes one, for a week.
 *
 * @throws IdempotencyConflict; WriteConflict where `operations` do not hold
 */
export function createCreateBatch({ store, clock, changed }: CreateBatchDeps) {
  return async (
    { tenant, subject }: Pick<Principal, 'tenant' | 'subject'>,
    { name, detail, grouping, idempotencyKey }: BatchOptions,
    { source, photoIds = [], content, operations = () => [] }: NewBatch,
  ): Promise<BatchHead> => {
    const now = clock()
    const head: BatchHead = {
      id: `b${createId()}`,
      tenant,
      name,
      source,
      detail,
      grouping,
      state: 'LISTING',
      createdAt: new Date(now).toISOString(),
      createdBy: subject,
      ...(idempotencyKey !== null && { idempotencyKey }),
      total: 0,
      skipped: 0,
      startedAt: null,
      finishedAt: null,
      failure: null,
      measuredFrom: null,
    }
    const request = createHash('sha256')
      .update(JSON.stringify([source.kind, content, detail, grouping]))
      .digest('hex')
    const key = idempotencyKey === null ? null : idempotencyItem(tenant, batchKeyOf(idempotencyKey))
    const memory: Remembered = { request, batch: head.id }
    const expiresAt = Math.floor(now / 1000) + REMEMBER_SECONDS
    try {
      await store.table.write([
        ...store.createOperations(head, photoIds),
        ...(key ? [{ put: { ...key, data: memory }, ifVersion: 0, expiresAt }] : []),
        ...operations({ tenant, id: head.id }),
      ])
    } catch (error) {
      const item = error instanceof WriteConflict && key ? await store.table.get(key) : null
      if (!item) throw error
      const before = item.data as Remembered
      if (before.request !== request) throw new IdempotencyConflict(idempotencyKey ?? '')
      const known = await store.head({ tenant, id: before.batch })
      if (!known) throw error
      return known
    }
    await changed({ tenant, id: head.id })
    return head
  }
}

export type CreateBatch = ReturnType<typeof createCreateBatch>
