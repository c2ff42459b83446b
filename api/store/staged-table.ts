import { inStage } from '../../edge/stage.ts'
import type { Table } from './table.ts'

/** The same table, whose reads and writes are stages of the work on a photo. */
export const stagedTable = (table: Table): Table => ({
  ...table,
  get: (key) => inStage('table read', () => table.get(key)),
  getMany: (keys) => inStage('table read', () => table.getMany(keys)),
  query: (pk, range) => inStage('table read', () => table.query(pk, range)),
  queryMany: (pks) => inStage('table read', () => table.queryMany(pks)),
  write: (operations, options) => inStage('table write', () => table.write(operations, options)),
})
