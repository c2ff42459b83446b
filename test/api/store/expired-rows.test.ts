import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { removeExpiredRows } from '../../../api/store/expired-rows.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import type { Table } from '../../../api/store/table.ts'

const start = Date.parse('2026-11-21T12:00:00Z')
const HOUR = 3_600_000
const MINUTE = 60_000

/** A file of a store, the clock it goes by, and what a look into the file finds. */
async function openFile() {
  const folder = await mkdtemp(join(tmpdir(), 'expired-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'store.db')
  let now = start
  return {
    file,
    clock: () => now,
    passes(ms: number) {
      now += ms
    },
    open: () => createSqliteTable(file, () => now),
    rows() {
      const db = new Database(file)
      const rows = db.prepare('SELECT sk FROM items ORDER BY sk').all() as { sk: string }[]
      db.close()
      return rows.map(({ sk }) => sk)
    },
  }
}

async function write(table: Table, names: readonly string[], expiresAt?: number) {
  for (let i = 0; i < names.length; i += 100) {
    await table.write(
      names.slice(i, i + 100).map((sk) => ({
        put: { pk: 'p', sk, data: 'x' },
        ...(expiresAt !== undefined && { expiresAt: expiresAt / 1000 }),
      })),
    )
  }
}

describe('rows of the SQLite file that expire', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
  })

  it('are removed while the store is open, the others stay', async () => {
    const { open, passes, rows } = await openFile()
    const table = open()
    await write(table, ['forever'])
    await write(table, ['soon'], start + HOUR)
    await write(table, ['late'], start + 3 * HOUR)
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    passes(2 * HOUR)
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    await table.close()
    expect(rows()).toEqual(['forever', 'late'])
  })

  it.each([
    ['as the store opens', 0, 300],
    ['after a pause', 1000, 100],
    ['after another one', 2000, 0],
  ])('are removed in turns: %s', async (_, pausesMs, left) => {
    const { open, passes, rows } = await openFile()
    const names = Array.from({ length: 500 }, (_, i) => `row-${i}`)
    const before = open()
    await write(before, names, start + HOUR)
    await before.close()
    passes(2 * HOUR)
    const table = open()
    await vi.advanceTimersByTimeAsync(pausesMs)
    await table.close()
    expect(rows()).toHaveLength(left)
  })

  it('are left alone once the store is closed', async () => {
    const { open, passes } = await openFile()
    const table = open()
    await write(table, ['soon'], start + HOUR)
    expect(vi.getTimerCount()).toBe(1)
    await table.close()
    expect(vi.getTimerCount()).toBe(0)
    passes(2 * HOUR)
    await vi.advanceTimersByTimeAsync(HOUR)
  })

  it('are removed later where the disk fails for now', async () => {
    const { file, clock, passes } = await openFile()
    const db = new Database(file)
    onTestFinished(() => void db.close())
    db.exec('CREATE TABLE items (pk TEXT, sk TEXT, expires INTEGER, PRIMARY KEY (pk, sk)) WITHOUT ROWID')
    const expired = removeExpiredRows(db, clock)
    onTestFinished(() => expired.stop())
    db.prepare('INSERT INTO items VALUES (?, ?, ?)').run('p', 'soon', (start + HOUR) / 1000)
    passes(2 * HOUR)
    const left = () => db.prepare('SELECT COUNT(*) AS n FROM items').get()
    db.exec('PRAGMA query_only = ON')
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(left()).toMatchObject({ n: 1 })
    db.exec('PRAGMA query_only = OFF')
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(left()).toMatchObject({ n: 0 })
  })
})
