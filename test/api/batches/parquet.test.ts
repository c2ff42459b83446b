import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import type { Column } from '../../../api/batches/results/columns.ts'
import { parquet } from '../../../api/batches/results/parquet.ts'
import { readAll } from './open-batches.ts'

interface Row {
  name: string | null
  count?: number
  area: number | null
  whole: boolean
}

const columns: readonly Column<Row>[] = [
  ['name', 'STRING', ({ name }) => name],
  ['count', 'INT32', ({ count }) => count],
  ['area', 'DOUBLE', ({ area }) => area],
  ['whole', 'BOOLEAN', ({ whole }) => whole],
]

async function* from(rows: Row[]) {
  yield* rows
}

const read = async (rows: Row[]) => {
  const bytes = await readAll(parquet(columns, from(rows)))
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  return { file, rows: await parquetReadObjects({ file }) }
}

describe('a Parquet file', () => {
  it('holds each value in its type, and says which are absent', async () => {
    const rows: Row[] = [
      { name: 'Prüfung/日本.png', count: 3, area: 2.5, whole: true },
      { name: null, area: null, whole: false },
    ]
    expect((await read(rows)).rows).toEqual([
      { name: 'Prüfung/日本.png', count: 3, area: 2.5, whole: true },
      { name: null, count: null, area: null, whole: false },
    ])
  })

  it('holds any number of rows, none included, group by group', async () => {
    expect((await read([])).rows).toEqual([])
    const many = Array.from({ length: 25_000 }, (_, count) => ({
      name: `${count}`,
      count,
      area: 1,
      whole: true,
    }))
    const { file, rows } = await read(many)
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
      10_000, 10_000, 5_000,
    ])
    expect(rows).toEqual(many)
  })
})
