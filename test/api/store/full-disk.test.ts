import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { StoreBusy } from '../../../api/store/table.ts'
import { openSmallDisk, type SmallDisk } from '../../small-disk.ts'

const disk = openSmallDisk()

it.skipIf(disk === null)(
  'is busy while its disk is full, keeps what it has, and goes on afterwards',
  async () => {
    const { dir, fill, free } = disk as SmallDisk
    const table = createSqliteTable(join(dir, 'small.db'))
    const key = (sk: string) => ({ pk: 'T#acme#CLAIM#c', sk })
    await table.write([{ put: { ...key('a'), data: 1 }, ifVersion: 0 }])

    fill()
    const large = 'x'.repeat(200_000)
    const write = () =>
      table.write([{ put: { ...key('a'), data: 2 } }, { put: { ...key('b'), data: large } }])
    for (let i = 0; i < 3; i++) await expect(write()).rejects.toThrow(StoreBusy)
    expect(await table.get(key('a'))).toMatchObject({ version: 1, data: 1 })
    expect(await table.get(key('b'))).toBeNull()

    free()
    await write()
    expect(await table.get(key('a'))).toMatchObject({ version: 2, data: 2 })
    await table.close()
  },
)
