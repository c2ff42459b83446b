import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openWork } from '../../api/assess/work-list.ts'
import { createDynamoTable } from '../../api/store/dynamo-table.ts'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import type { Table } from '../../api/store/table.ts'
import { expectEachFinishedOnce } from './crash-claims.ts'
import { bundle, kill, start } from './crash-process.ts'
import { startDynamo } from './start-dynamo.ts'

const source = fileURLToPath(new URL('crash-server.ts', import.meta.url))

interface Store {
  count: number
  /** What the process is told of it. */
  endpoint: string[]
  open(dir: string): Table
}

const stores: [string, () => Promise<Store>][] = [
  [
    'SQLite',
    async () => ({ count: 100, endpoint: [], open: (dir) => createSqliteTable(join(dir, 'crash.db')) }),
  ],
  [
    'DynamoDB',
    async () => {
      const { url, client, createTable, stop } = await startDynamo()
      onTestFinished(stop)
      await createTable('crash')
      return { count: 40, endpoint: [url], open: () => createDynamoTable(client, 'crash') }
    },
  ],
]

it.each(stores)(
  'ends every accepted assessment exactly once in %s, though the process is killed again and again',
  {
    timeout: 300_000,
  },
  async (_name, openStore) => {
    const { count, endpoint, open: openTable } = await openStore()
    const dir = await mkdtemp(join(tmpdir(), 'crash-'))
    await bundle(source, dir)
    const waiting = Array.from({ length: count }, (_, i) => `photo-${i}`)
    const accepted = new Map<string, string>()
    let kills = 0
    while (waiting.length > 0) {
      const { child, url } = await start(dir, endpoint)
      // After a few have been accepted, at whatever point the others are.
      let left = Math.ceil(count * (0.06 + 0.2 * Math.random()))
      const send = async () => {
        for (let key = waiting.shift(); key; key = waiting.shift()) {
          try {
            accepted.set(key, await (await fetch(url, { method: 'POST', body: key })).text())
            if (--left === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 20)
          } catch {
            // As a client would: the same request again, under its key.
            waiting.push(key)
            return
          }
        }
      }
      await Promise.all([send(), send(), send()])
      if (child.signalCode === null) await kill(child)
      kills++
    }
    expect(kills).toBeGreaterThan(2)

    // The last one is left alone until nothing is open.
    const { child, url } = await start(dir, endpoint)
    const open = async () => Number(await (await fetch(url)).text())
    await expect.poll(open, { timeout: 60_000 }).toBe(0)
    await kill(child)

    const table = openTable(dir)
    expect(await openWork(table)).toEqual([])
    expect(accepted.size).toBe(count)
    await expectEachFinishedOnce(table, [...accepted.values()])
    await table.close()
    await rm(dir, { recursive: true })
  },
)
