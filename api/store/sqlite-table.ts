import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'libsql'
import { type ExpiredRows, removeExpiredRows } from './expired-rows.ts'
import {
  type Condition,
  type Item,
  type ItemKey,
  keyOf,
  type Operation,
  type Range,
  StoreBusy,
  type Table,
  WriteConflict,
} from './table.ts'

interface Row {
  pk: string
  sk: string
  version: number
  data: string
}

/** Items kept in memory; when there are more, it begins anew. */
const MOST_RECENT = 2000

/** No sort key begins with it, so that it ends the range of those beginning with a prefix. */
const LAST = '\u{10ffff}'

/**
 * The table in one SQLite file: for one machine, where it survives a restart, `kill -9` and power
 * loss (write-ahead log, synced with every commit). The file belongs to one process at a time.
 *
 * @param file path, or `:memory:`
 * @param clock milliseconds since 1970, for items that expire
 * @throws StoreInUse when another process has the file open
 */
export function createSqliteTable(file: string, clock: () => number = Date.now): Table {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const db = new Database(file)
  let expired: ExpiredRows
  try {
    // The lock comes with the first write in this mode, and stays until the process ends, however it ends.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    // What is removed is overwritten, not only let go of.
    db.exec('PRAGMA secure_delete = ON')
    db.exec(
      `CREATE TABLE IF NOT EXISTS items (
         pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL, expires INTEGER,
         PRIMARY KEY (pk, sk)
       ) WITHOUT ROWID;
       CREATE INDEX IF NOT EXISTS items_expires ON items (expires) WHERE expires IS NOT NULL;`,
    )
    expired = removeExpiredRows(db, clock)
  } catch (error) {
    db.close()
    if (isBusy(error)) throw new StoreInUse(file)
    throw error
  }

  const live = '(expires IS NULL OR expires >= ?)'
  const one = db.prepare(
    `SELECT pk, sk, version, data, expires FROM items WHERE pk = ? AND sk = ? AND ${live}`,
  )
  const range = (order: 'ASC' | 'DESC') =>
    db.prepare(
      `SELECT pk, sk, version, data FROM items
       WHERE pk = ? AND sk >= ? AND sk <= ? AND sk > ? AND sk < ? AND ${live} ORDER BY sk ${order} LIMIT ?`,
    )
  const [ascending, descending] = [range('ASC'), range('DESC')]
  const versionOf = db.prepare(`SELECT version FROM items WHERE pk = ? AND sk = ? AND ${live}`)
  const upsert = db.prepare(
    `INSERT INTO items (pk, sk, version, data, expires) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (pk, sk) DO UPDATE SET version = excluded.version, data = excluded.data, expires = excluded.expires`,
  )
  const remove = db.prepare('DELETE FROM items WHERE pk = ? AND sk = ?')

  const now = () => Math.floor(clock() / 1000)
  // The file is this process's alone, so that what was read holds until it is written.
  const recent = new Map<string, Item>()
  const nameOf = ({ pk, sk }: ItemKey) => `${pk}\n${sk}`
  const read = (key: ItemKey) => {
    const name = nameOf(key)
    const known = recent.get(name)
    if (known) return known
    const row = one.get(key.pk, key.sk, now()) as (Row & { expires: number | null }) | undefined
    if (!row) return null
    const item = toItem(row)
    if (row.expires === null) {
      if (recent.size >= MOST_RECENT) recent.clear()
      recent.set(name, item)
    }
    return item
  }
  const query = (pk: string, { from, to, prefix, after, reverse, limit }: Range = {}) => {
    const low = largest(from, prefix)
    const high = smallest(to, prefix === undefined ? undefined : prefix + LAST)
    const beyond = reverse ? ['', after ?? LAST] : [after ?? '', LAST]
    const rows = (reverse ? descending : ascending).all(pk, low, high, ...beyond, now(), limit ?? -1)
    return (rows as Row[]).map(toItem)
  }
  const apply = (operations: readonly Operation[]) => {
    const seconds = now()
    const versions = operations.map((operation) => {
      const { pk, sk } = keyOf(operation)
      return (versionOf.get(pk, sk, seconds) as { version: number } | undefined)?.version ?? 0
    })
    const conflicts = operations.filter(({ ifVersion }, i) => !holds(ifVersion, versions[i] ?? 0))
    if (conflicts.length > 0) throw new WriteConflict(conflicts.map(keyOf))
    for (const [i, operation] of operations.entries()) {
      const { pk, sk } = keyOf(operation)
      if ('remove' in operation) remove.run(pk, sk)
      else if ('put' in operation) {
        const data = JSON.stringify(operation.put.data)
        upsert.run(pk, sk, (versions[i] ?? 0) + 1, data, operation.expiresAt ?? null)
      }
    }
  }
  const transact = (work: () => void) => {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (error) {
      // Where the disk is full or fails, SQLite has rolled it back by itself.
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  return {
    get: async (key) => read(key),
    getMany: async (keys) => keys.map(read),
    query: async (pk, range) => query(pk, range),
    queryMany: async (pks) => pks.map((pk) => query(pk)),
    write: async (operations, { losable = false } = {}) => {
      // Without waiting for the disk; the next commit that does takes this one along.
      if (losable) db.exec('PRAGMA synchronous = NORMAL')
      try {
        transact(() => apply(operations))
      } catch (error) {
        throw isPassing(error) ? new StoreBusy({ cause: error }) : error
      } finally {
        if (losable) db.exec('PRAGMA synchronous = FULL')
        for (const operation of operations) recent.delete(nameOf(keyOf(operation)))
      }
    },
    scrub: async () => {
      // Former states stand in the log until it is written back.
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    close: async () => {
      expired.stop()
      // Closing alone leaves the lock to the garbage collector, which comes for the statements later.
      // A log begun under an exclusive lock has to end before the lock can (https://sqlite.org/wal.html#noshm).
      db.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL')
      db.prepare('SELECT 1 FROM items LIMIT 1').get()
      db.close()
    },
  }
}

/** Another process has the file open; two would not know of each other's work. */
export class StoreInUse extends Error {
  readonly code = 'STORE_IN_USE'
  constructor(readonly file: string) {
    super(
      `Expected ${file} for this process alone but received one that another process has open: ` +
        'stop that one, or point DATA_DIR elsewhere',
    )
  }
}

const toItem = ({ pk, sk, version, data }: Row): Item => ({ pk, sk, version, data: JSON.parse(data) })
const holds = (condition: Condition | undefined, version: number) =>
  condition === undefined || (condition === 'any' ? version > 0 : condition === version)
const largest = (a = '', b = '') => (a > b ? a : b)
const smallest = (a = LAST, b = LAST) => (a < b ? a : b)
/** A disk that is full or fails, now. */
const isPassing = (error: unknown) =>
  /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN)/.test((error as { code?: string }).code ?? '')
const isBusy = (error: unknown) => /SQLITE_BUSY|locked/.test(`${(error as { code?: string }).code} ${error}`)
