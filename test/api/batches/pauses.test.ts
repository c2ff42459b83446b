import { expect, it, vi } from 'vitest'
import { createBatchStore } from '../../../api/batches/batch-store.ts'
import type { BatchHead } from '../../../api/batches/records.ts'
import type { ObjectSource } from '../../../api/batches/sources/object-source.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { keyOf, StoreBusy, type Table } from '../../../api/store/table.ts'
import { answer, down } from '../fake-model.ts'
import { anotherPhoto } from '../photos.ts'
import { openBatches, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 60_000 })

it('goes on after its pause, though the clock was set back by an hour meanwhile', async () => {
  let now = Date.now()
  const { send, ended, model, log } = await openBatches({ clock: () => now })
  model.behave(down)
  const { id } = await send(await zipOf({ 'a.png': await anotherPhoto() }))
  await expect.poll(() => log.some(({ msg }) => msg === 'the batch rests')).toBe(true)
  now -= 3_600_000
  model.behave(() => answer)
  expect(await ended(id, undefined, 20)).toMatchObject({ state: 'FINISHED', done: 1, failed: 0 })
})

it('counts no beginning that a busy store cut short, though taking it back meets the busy store too', async () => {
  const { send, ended, batching } = await openBatches({
    table: busyOnceBegun(createSqliteTable(':memory:'), 2),
  })
  const { id } = await send(await zipOf({ 'a.png': await anotherPhoto() }))
  expect(await ended(id, undefined, 30)).toMatchObject({ state: 'FINISHED', done: 1, failed: 0 })
  expect((await batching.store.entry({ tenant: 'acme', id }, 1))?.entry.begun).toBe(1)
})

it('fails a batch whose source cannot be read, after some attempts, and says so', async () => {
  let times = 0
  const objects: ObjectSource = {
    allows: () => true,
    async *list() {
      times++
      throw Object.assign(new Error('Access Denied'), {
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
      })
    },
    read: async () => null,
  }
  const { ask, ended, batching } = await openBatches({ batching: { objects } })
  const query = `mutation { assessBatch(prefix: "s3://inbox/acme/") { ... on Batch { id } } }`
  const { id } = (await ask(query)).data.assessBatch
  const batch = await ended(id, undefined, 30)
  expect(batch).toMatchObject({ state: 'FAILED', total: 0, failure: { code: 'LISTING_FAILED' } })
  expect(batch.failure.message).not.toContain('Denied')
  expect(times).toBe(5)
  expect(await batching.store.open()).toEqual([])
})

it('forgets beginnings that came to nothing, though two processes do so at once', async () => {
  const table = createSqliteTable(':memory:')
  const store = createBatchStore({ table })
  const head: BatchHead = {
    ...{ id: 'b1', tenant: 'acme', name: null, source: { kind: 'PHOTOS', count: 1 }, detail: 'standard' },
    ...{ grouping: 'PHOTO', state: 'LISTING', createdAt: '2026-11-21T12:00:00Z', createdBy: 'ada', total: 0 },
    ...{ skipped: 0, startedAt: null, finishedAt: null, failure: null, measuredFrom: null },
  }
  await table.write(store.createOperations(head))
  await store.putEntries({ head, version: 1 }, [
    {
      ...{ index: 1, name: 'a', source: null, group: null, state: 'WAITING', begun: 0, photoId: null },
      ...{ claimId: null, assessmentId: null, failure: null },
    },
  ])
  const until = '2026-11-21T12:02:00Z'
  for (let i = 0; i < 2; i++) await store.begin(head, (await store.entry(head, 1))!, until)
  expect(await store.entry(head, 1)).toMatchObject({ entry: { begun: 2 } })
  await Promise.all([store.giveBack(head, 1), store.giveBack(head, 1)])
  expect(await store.entry(head, 1)).toMatchObject({ entry: { begun: 0 } })
  await table.close()
})

/** A store that is busy as a photo that was begun is to be kept, and then as the beginning is taken back. */
function busyOnceBegun(table: Table, times: number): Table {
  let [keeping, takingBack] = [times, 0]
  return {
    ...table,
    async write(operations, options) {
      const [key] = operations.map(keyOf)
      if (key?.pk.includes('#PHOTO#') && keeping > 0) {
        keeping--
        takingBack++
        throw new StoreBusy()
      }
      if (key?.sk.startsWith('ENTRY#') && takingBack > 0) {
        takingBack--
        throw new StoreBusy()
      }
      return table.write(operations, options)
    },
  }
}
