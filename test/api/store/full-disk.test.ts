import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { StoreBusy } from '../../../api/store/table.ts'

/** A file system of four megabytes; null where nobody may make one. */
function smallDisk(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'small-disk-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    return null
  }
  // Lazily: SQLite lets go of its files when the garbage collector comes.
  afterAll(() => void execFileSync('umount', ['-l', dir]))
  return dir
}

const disk = smallDisk()

it.skipIf(disk === null)(
  'is busy while its disk is full, keeps what it has, and goes on afterwards',
  async () => {
    const dir = disk ?? ''
    const table = createSqliteTable(join(dir, 'small.db'))
    const key = (sk: string) => ({ pk: 'T#acme#CLAIM#c', sk })
    await table.write([{ put: { ...key('a'), data: 1 }, ifVersion: 0 }])

    const { bavail, bsize } = statfsSync(dir)
    writeFileSync(join(dir, 'ballast'), Buffer.alloc(bavail * bsize))
    const large = 'x'.repeat(200_000)
    const write = () =>
      table.write([{ put: { ...key('a'), data: 2 } }, { put: { ...key('b'), data: large } }])
    for (let i = 0; i < 3; i++) await expect(write()).rejects.toThrow(StoreBusy)
    expect(await table.get(key('a'))).toMatchObject({ version: 1, data: 1 })
    expect(await table.get(key('b'))).toBeNull()

    rmSync(join(dir, 'ballast'))
    await write()
    expect(await table.get(key('a'))).toMatchObject({ version: 2, data: 2 })
    await table.close()
  },
)
