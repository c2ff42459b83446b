import { RequestError } from '../../edge/http/errors.ts'

/**
 * The one table that everything is kept in: items found by partition key and sort key, written
 * only under conditions. It is what DynamoDB offers at its simplest, so that an embedded database
 * can offer exactly the same (test/api/table-contract.ts runs against both).
 */
export interface Item {
  pk: string
  sk: string
  /** 1 when created, one more with every write. */
  version: number
  /** Any JSON. Not to be changed: others may hold it too. */
  data: unknown
}

export interface ItemKey {
  pk: string
  sk: string
}

/** Version that an item must have; 0 where it must not exist, `any` where it must. */
export type Condition = number | 'any'

/** What one write does to one item. */
export type Operation =
  | {
      put: ItemKey & { data: unknown }
      /** Absent where it does not matter. */
      ifVersion?: Condition
      /** Seconds since 1970 after which the item may disappear. */
      expiresAt?: number
    }
  | { remove: ItemKey; ifVersion?: Condition }
  /** Writes nothing: the others are carried out if it holds. */
  | { check: ItemKey; ifVersion: Condition }

export interface Range {
  /** Only sort keys from here, inclusive. */
  from?: string
  /** Only sort keys up to here, inclusive. */
  to?: string
  /** Only sort keys that begin so. */
  prefix?: string
  /** Only sort keys beyond this one, in the direction of reading. */
  after?: string
  /** Largest sort key first. @default false */
  reverse?: boolean
  /** @default all of them */
  limit?: number
}

export interface Table {
  get(key: ItemKey): Promise<Item | null>
  /** Items in the order of their keys; null for those that are not there. */
  getMany(keys: readonly ItemKey[]): Promise<(Item | null)[]>
  query(pk: string, range?: Range): Promise<Item[]>
  /** Whole partitions, in the order of their keys. */
  queryMany(pks: readonly string[]): Promise<Item[][]>
  /**
   * All of the operations or none of them; at most 100, each on another item.
   *
   * @param losable it may be undone by a power cut, with all that was written after it; not by a crash
   * @throws WriteConflict when a condition does not hold, StoreBusy when the store refuses for now
   */
  write(operations: readonly Operation[], options?: { losable?: boolean }): Promise<void>
  /** Leaves nothing of removed items in the store's files; absent where that is not for us to do. */
  scrub?(): Promise<void>
  close(): Promise<void>
}

/** How many operations one write takes; DynamoDB's bound. */
export const MAX_OPERATIONS = 100

/** A condition of a write did not hold: somebody else wrote in between. Read again and decide anew. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict'
  constructor(readonly keys: readonly ItemKey[]) {
    super(
      `Expected unchanged items for a write but received changed ones: ${keys.map(({ pk, sk }) => `${pk} ${sk}`).join(', ')}`,
    )
  }
}

/** The store is throttling or out of reach, also after the attempts that its client made by itself. */
export class StoreBusy extends RequestError {
  readonly code = 'STORE_BUSY'
  readonly status = 503
  /** After so long a throttling store is likely to answer. */
  override readonly retryAfterS = 2
  constructor(options?: ErrorOptions) {
    super('Expected an answer from the store but received none in time; repeat the request', options)
  }
}

export const keyOf = (operation: Operation): ItemKey =>
  'put' in operation
    ? { pk: operation.put.pk, sk: operation.put.sk }
    : 'remove' in operation
      ? { pk: operation.remove.pk, sk: operation.remove.sk }
      : { pk: operation.check.pk, sk: operation.check.sk }
