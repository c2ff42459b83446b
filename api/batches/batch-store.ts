import type { Table } from '../store/table.ts'
import { createBatchEntries } from './batch-entries.ts'
import { createBatchHeads } from './batch-heads.ts'
import { createMoveEntries } from './move-entries.ts'

/** Batches in the table: each is one partition, of which no question reads more than a page. */
export const createBatchStore = ({ table }: { table: Table }) => ({
  table,
  ...createBatchHeads(table),
  ...createBatchEntries(table),
  ...createMoveEntries(table),
})

export type BatchStore = ReturnType<typeof createBatchStore>
