import { type ItemKey, MAX_OPERATIONS, type Table } from './table.ts'

/** Removes any number of items, as many at once as a write takes. Safe to repeat. */
export async function removeAll(table: Table, keys: readonly ItemKey[]): Promise<void> {
  for (let i = 0; i < keys.length; i += MAX_OPERATIONS) {
    await table.write(keys.slice(i, i + MAX_OPERATIONS).map(({ pk, sk }) => ({ remove: { pk, sk } })))
  }
}
