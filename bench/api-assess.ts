/**
 * What assessDamage adds to the model's own time: by the id of a stored photo, with a model that answers at once.
 *
 *     npx tsx bench/api-assess.ts
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createApi } from '../api/api.ts'
import { createSqliteTable } from '../api/store/sqlite-table.ts'
import { createGraphql } from '../api/yoga.ts'
import { createFolderBlobs } from '../edge/blobs/folder-blobs.ts'
import { createLinks } from '../edge/links.ts'
import { createPhotos } from '../edge/photos.ts'
import { preparePhoto } from '../edge/prepare-photo.ts'
import { answer } from '../test/api/fake-model.ts'
import { drawnPhoto, scratchedBumper } from '../test/inference/drawn-photo.ts'
import { median } from './statistics.ts'

const WARM_UP = 20
const RUNS = 200
const principal = { tenant: 'bench', subject: 'bench', role: 'admin' as const }
const query = `mutation ($photo: Photo!) { assessDamage(photo: $photo) {
  ... on Assessment { id status claim { id } damages { type part areaPct polygon confidence } }
  ... on Error { code message } } }`

const dir = await mkdtemp(join(tmpdir(), 'bench-assess-'))
const logger = pino({ level: 'silent' })
const photos = createPhotos({
  blobs: createFolderBlobs(dir),
  prepare: (bytes, settings) => preparePhoto(bytes, settings),
  preprocessing: { id: 'bench', workingSide: 1280, clahe: { clipLimit: 3, tilesX: 6, tilesY: 6 } },
})
const api = createApi({
  table: createSqliteTable(join(dir, 'bench.db')),
  photos,
  links: createLinks({ key: new Uint8Array(32) }),
  model: { assess: async () => answer },
  manifest: null,
  logger,
})
const graphql = createGraphql({ api, logger, development: false })
const photo = await photos.take(await drawnPhoto(...scratchedBumper))
await api.index.own(principal.tenant, photo)

const times: number[] = []
for (let i = 0; i < WARM_UP + RUNS; i++) {
  const request = new Request('http://bench.test/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables: { photo: photo.id } }),
  })
  const began = performance.now()
  const { data } = await (await graphql(request, { principal, requestId: 'bench' })).json()
  if (i >= WARM_UP) times.push(performance.now() - began)
  if (data.assessDamage.status !== 'SUCCEEDED')
    throw new Error(`Expected SUCCEEDED but received ${JSON.stringify(data)}`)
}
console.log(
  `assessDamage adds ${median(times).toFixed(1)} ms at the median of ${RUNS} (under 25), two commits synced to the disk included`,
)
await api.table.close()
await rm(dir, { recursive: true, maxRetries: 5 })
