import { expect, it, vi } from 'vitest'
import { defaultBatchLimits } from '../../../api/batches/limits.ts'
import type { BatchHead } from '../../../api/batches/records.ts'
import { createWorkEntry } from '../../../api/batches/work-entry.ts'
import { createZips } from '../../../edge/batches/zips.ts'
import { createFolderBlobs } from '../../../edge/blobs/folder-blobs.ts'
import { adjuster } from '../open-test-api.ts'
import { anotherPhoto } from '../photos.ts'
import { openBatches } from './open-batches.ts'

vi.setConfig({ testTimeout: 60_000 })

it('leaves an entry to the server that takes it in, until that must be dead', async () => {
  let now = Date.now()
  const { api, batching, photos, dir } = await openBatches({ clock: () => now })
  const photo = await photos.take(await anotherPhoto())
  await api.index.own(adjuster.tenant, photo)
  const { store } = batching
  const head: BatchHead = {
    ...{ id: 'b1', tenant: 'acme', name: null, source: { kind: 'PHOTOS', count: 1 }, detail: 'standard' },
    ...{ grouping: 'PHOTO', state: 'RUNNING', createdAt: '2026-11-21T12:00:00Z', createdBy: 'ada', total: 1 },
    ...{ skipped: 0, startedAt: null, finishedAt: null, failure: null, measuredFrom: null },
  }
  await api.table.write(store.createOperations(head))
  await store.putEntries({ head, version: 1 }, [
    {
      ...{ index: 1, name: 'a', source: { photo: photo.id }, group: null, state: 'WAITING', begun: 0 },
      ...{ photoId: null, claimId: null, assessmentId: null, failure: null },
    },
  ])
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const server = (get = photos.get) =>
    createWorkEntry({
      ...{ store, claims: api.claims, index: api.index, runner: api.runner, clock: () => now },
      ...{ photos: { ...photos, get }, zips: createZips({ blobs: createFolderBlobs(dir) }), objects: null },
      limits: defaultBatchLimits,
    })
  const begun = async () => (await store.entry(head, 1))?.entry.begun

  const slow = server((id) => held.then(() => photos.get(id)))(head, 1)
  await expect.poll(begun).toBe(1)
  const other = server()
  for (let i = 0; i < 10; i++) expect(await other(head, 1)).toBe(false)
  expect(await begun()).toBe(1)

  // The first one was killed, as it seems: whoever comes later goes on, and only one assessment is made.
  now += 121_000
  expect(await other(head, 1)).toBe(true)
  goOn()
  await slow
  const { entry } = (await store.entry(head, 1))!
  expect(entry).toMatchObject({ state: 'DONE', begun: 2, failure: null })
  expect((await api.claims.file('acme', entry.claimId!))?.assessments).toHaveLength(1)
})
