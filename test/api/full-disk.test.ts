import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createApp } from '../../api/app.ts'
import { openAccess } from '../../api/auth/authenticate.ts'
import { createEdgeRoutes } from '../../api/edge-routes.ts'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import { StoreBusy, type Table } from '../../api/store/table.ts'
import { createGraphql } from '../../api/yoga.ts'
import { drawnJpeg } from '../edge/draw-photo.ts'
import { openSmallDisk, type SmallDisk } from '../small-disk.ts'
import { openBatches, zipOf } from './batches/open-batches.ts'
import { openTestApi } from './open-test-api.ts'
import { ASSESS } from './operations.ts'
import { anotherPhoto } from './photos.ts'

const disk = openSmallDisk()

it('answers that the store is busy where the sender of a photo cannot be noted', async () => {
  const table = createSqliteTable(':memory:')
  let busy = true
  const write: Table['write'] = async (...args) => {
    if (busy) throw new StoreBusy()
    return table.write(...args)
  }
  const { api, edge, logger } = await openTestApi({ table: { ...table, write } })
  const app = createApp({
    graphql: createGraphql({ api, logger, development: true }),
    authenticate: openAccess(),
    logger,
    origins: { allowed: [], loopbackOnly: true },
    edge: createEdgeRoutes(edge, api.index, api.photos),
    development: true,
  })
  const body = new Uint8Array(await drawnJpeg())
  const headers = { Host: 'localhost' }
  const post = () => app.request('http://localhost/photos', { method: 'POST', body, headers })
  const refused = await post()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await refused.json()).toMatchObject({ error: { code: 'STORE_BUSY' } })
  busy = false
  expect((await post()).status).toBe(201)
})

/** All files below a folder. */
const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((one) =>
    one.isFile() ? [one.name] : [],
  )

it.skipIf(disk === null)(
  'answers that the disk is full, keeps nothing, and takes the same once there is room',
  { timeout: 60_000 },
  async () => {
    const { dir: root, fill, free } = disk as SmallDisk
    const dir = mkdtempSync(join(root, 'blobs-'))
    const { edge, graphql, send, ended, log } = await openBatches({ dir })
    const body = new Uint8Array(await drawnJpeg())
    const post = () => Promise.resolve(edge.request('/photos', { method: 'POST', body }))
    const photo = await anotherPhoto()
    const assess = async () => {
      const form = new FormData()
      form.set('operations', JSON.stringify({ query: ASSESS, variables: { photo: null } }))
      form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
      form.set('0', new Blob([new Uint8Array(photo)]), 'car.png')
      const response = await graphql(new Request('http://api.test/graphql', { method: 'POST', body: form }))
      return (await response.json()) as any
    }
    const zip = await zipOf({ 'a.png': await anotherPhoto() })

    fill()
    const refused = await post()
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(await refused.json()).toEqual({
      error: {
        code: 'STORAGE_FULL',
        message:
          'Expected room on the disk but received none, and nothing was kept; make room and repeat in 30 s',
      },
    })
    expect((await assess()).data.assessDamage).toMatchObject({
      __typename: 'ModelUnavailable',
      code: 'MODEL_UNAVAILABLE',
      retryAfterSeconds: 30,
      message: expect.stringContaining('Expected room on the disk but received none, and nothing was kept'),
    })
    expect(await send(zip)).toMatchObject({ status: 503, error: { code: 'STORAGE_FULL' } })
    expect(filesIn(dir)).toEqual([])
    expect(log.filter(({ msg }) => msg === 'unforeseen failure')).toEqual([])

    free()
    expect((await post()).status).toBe(201)
    expect((await assess()).data.assessDamage).toMatchObject({ status: 'SUCCEEDED' })
    expect(await ended((await send(zip)).id)).toMatchObject({ state: 'FINISHED', done: 1 })
  },
)
