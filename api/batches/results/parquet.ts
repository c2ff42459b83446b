import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { Cell, Column } from './columns.ts'

/** Rows that are held in memory, and read at once by whoever reads the file. */
const ROWS_PER_GROUP = 10_000

/**
 * A table as an Apache Parquet file, made as it is read: memory holds one group of its rows. Every value may be absent.
 */
export async function* parquet<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Uint8Array> {
  const columnsOf = (some: readonly Row[]) =>
    columns.map(([name, type, tell]) => ({
      name,
      type,
      nullable: true,
      data: some.map((row) => told(tell(row))),
    }))
  const writer = new ByteWriter()
  const file = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData: columnsOf([]) }) })
  const written = () => {
    const bytes = writer.getBytes().slice()
    // What was handed on makes room; offsets in the file go on from it.
    writer.index = 0
    return bytes
  }
  let group: Row[] = []
  for await (const row of rows) {
    group.push(row)
    if (group.length < ROWS_PER_GROUP) continue
    await file.write({ columnData: columnsOf(group), rowGroupSize: ROWS_PER_GROUP })
    yield written()
    group = []
  }
  if (group.length > 0) await file.write({ columnData: columnsOf(group), rowGroupSize: ROWS_PER_GROUP })
  await file.finish()
  yield written()
}

const told = (cell: Cell) => cell ?? null
