import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openWork } from '../../../api/assess/work-list.ts'
import { createBatchStore } from '../../../api/batches/batch-store.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { expectEachFinishedOnce } from '../crash-claims.ts'
import { bundle, kill, start } from '../crash-process.ts'
import { zipOf } from './open-batches.ts'

const COUNT = 80
const KILLS = 8
/** Of the kills, those that come whenever they come, be it in the middle of the upload. */
const BLIND_KILLS = 3
/** Photos that crash-server.ts works on at once. */
const AT_ONCE = 4
const source = fileURLToPath(new URL('crash-server.ts', import.meta.url))

it('assesses every photo of a batch exactly once, though the process is killed again and again', {
  timeout: 300_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'batch-crash-'))
  await bundle(source, dir)
  const names = Array.from({ length: COUNT }, (_, i) => `${i}.jpg`)
  const body = new Uint8Array(await zipOf(Object.fromEntries(names.map((name) => [name, name]))))
  let id = ''
  for (let kills = 0; kills < KILLS; kills++) {
    const { child, url } = await start(dir)
    // As a client would that got no answer: the same request again, under its key.
    const sending = fetch(`${url}/hail`, { method: 'POST', body })
      .then((response) => response.text())
      .then((told) => {
        expect(id === '' || id === told).toBe(true)
        id = told
      })
      .catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 150))
    if (kills >= BLIND_KILLS) {
      // However slow the machine: a photo that is interrupted more than five times is taken for what kills.
      await sending
      const { done } = await statusOf(url, id)
      const enough = Math.min(COUNT, done + AT_ONCE)
      await expect
        .poll(async () => (await statusOf(url, id)).done, { interval: 5, timeout: 60_000 })
        .toBeGreaterThanOrEqual(enough)
    }
    await kill(child)
    await sending
  }

  // The last one is left alone until nothing is open.
  const { child, url } = await start(dir)
  id = await (await fetch(`${url}/hail`, { method: 'POST', body })).text()
  await expect.poll(async () => (await statusOf(url, id)).state, { timeout: 120_000 }).toBe('FINISHED')
  expect(await statusOf(url, id)).toMatchObject({
    total: COUNT,
    done: COUNT,
    failed: 0,
    cancelled: 0,
    waiting: 0,
    open: 0,
  })
  await kill(child)

  const table = createSqliteTable(join(dir, 'crash.db'))
  expect(await openWork(table)).toEqual([])
  const store = createBatchStore({ table })
  expect(await store.open()).toEqual([])
  const entries = (await store.entries({ tenant: 'acme', id }, { after: 0, limit: COUNT + 1 })).map(
    ({ entry }) => entry,
  )
  expect(entries.map(({ name }) => name)).toEqual(names)
  expect(entries.every(({ state }) => state === 'DONE')).toBe(true)

  await expectEachFinishedOnce(
    table,
    entries.map(({ assessmentId }) => assessmentId),
  )
  // What came again under the same key, or only in part, is gone or known to be removed.
  const kept = await store.keptZips()
  for (const zip of await readdir(join(dir, 'zips'))) expect(kept.map((one) => one.zip)).toContain(zip)
  await table.close()
  await rm(dir, { recursive: true })
})

const statusOf = async (url: string, id: string) => (await (await fetch(`${url}/${id}`)).json()) as any
