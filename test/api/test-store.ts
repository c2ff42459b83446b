import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import type { Table } from '../../api/store/table.ts'

let open: () => Promise<Table> = async () => createSqliteTable(':memory:')

/** A store of its own for a test that names none. */
export const openStore = (): Promise<Table> => open()

/** Runs the tests of this file, and those that it imports, on another kind of store. */
export function useStore(other: () => Promise<Table>): void {
  open = other
}
