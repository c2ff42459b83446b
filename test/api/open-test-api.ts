import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type ApiDeps, createApi } from '../../api/api.ts'
import type { BatchingOptions } from '../../api/batches/create-batching.ts'
import type { Principal } from '../../api/principal.ts'
import type { Table } from '../../api/store/table.ts'
import { createGraphql, type YogaDeps } from '../../api/yoga.ts'
import { createEdge } from '../../edge/app.ts'
import { createZips } from '../../edge/batches/zips.ts'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { cropPhoto } from '../../edge/crop-photo.ts'
import { createDrawings } from '../../edge/drawings.ts'
import { createLinks } from '../../edge/links.ts'
import { createPhotos } from '../../edge/photos.ts'
import { preparePhoto } from '../../edge/prepare-photo.ts'
import { shrinkPicture } from '../../edge/shrink-picture.ts'
import { drawOverlay } from '../../inference/cli/annotate/draw-overlay.ts'
import { loadManifest } from '../../inference/runtime/manifest.ts'
import { tinyModelDir } from '../inference/tiny-model.ts'
import { createFakeModel } from './fake-model.ts'
import { openStore } from './test-store.ts'

export const adjuster: Principal = { tenant: 'acme', subject: 'ada', role: 'adjuster' }
export const submitter: Principal = { tenant: 'acme', subject: 'sam', role: 'submitter' }
export const admin: Principal = { tenant: 'acme', subject: 'root', role: 'admin' }
export const rival: Principal = { tenant: 'rival', subject: 'rex', role: 'admin' }

export interface TestOptions extends Pick<ApiDeps, 'settings' | 'webhooks'> {
  table?: Table
  clock?: () => number
  yoga?: Partial<YogaDeps>
  batching?: Partial<BatchingOptions>
  /** Where photos and zips are kept. @default a folder of its own */
  dir?: string
}

export interface Answer<T = any> {
  data: T
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[]
}

/** The whole API on a store in memory, with a model that does as it is told; asked without a port. */
export async function openTestApi({
  settings,
  table,
  clock,
  yoga,
  batching,
  webhooks,
  ...options
}: TestOptions = {}) {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'api-test-')))
  const log: Record<string, any>[] = []
  const lines = new Writable({
    write(chunk, _encoding, done) {
      log.push(JSON.parse(chunk))
      done()
    },
  })
  const logger = pino({ level: 'debug' }, lines)
  const model = createFakeModel()
  const manifest = await loadManifest(tinyModelDir)
  const { id, workingSide } = manifest.preprocessing
  const blobs = createFolderBlobs(dir)
  const photos = createPhotos({
    blobs,
    prepare: (bytes, preparation) => preparePhoto(bytes, preparation),
    preprocessing: { id, workingSide, clahe: { clipLimit: 3, tilesX: 6, tilesY: 6 } },
    alone: true,
  })
  const links = createLinks({ key: new Uint8Array(32).fill(7) })
  const drawings = createDrawings({ blobs, crop: cropPhoto, shrink: shrinkPicture, annotate: drawOverlay })
  const edge = createEdge({ photos, drawings, links, logger: pino({ level: 'silent' }) })
  const api = createApi({
    table: table ?? (await openStore()),
    photos,
    links,
    model,
    manifest,
    logger,
    ...(clock && { clock }),
    ...(webhooks && { webhooks }),
    batching: {
      zips: createZips({ blobs }),
      drawn: async (photo, overlay) => {
        const picture = await drawings.annotated(photo, overlay, 60)
        return picture && 'bytes' in picture ? picture.bytes : null
      },
      alone: true,
      ...batching,
    },
    settings: { retrySeconds: 0, waitSeconds: 5, ...settings },
  })
  const graphql = createGraphql({ api, logger, development: true, ...yoga })
  onTestFinished(async () => {
    const batchesLeft = api.batching?.engine.stop()
    await api.runner.stop()
    await batchesLeft
    await api.overlays.idle()
    await rm(dir, { recursive: true, force: true })
  })

  const send = (request: Request, principal: Principal = adjuster) =>
    graphql(request, { principal, requestId: 'test-request' })

  async function ask<T = any>(
    query: string,
    variables: object = {},
    principal?: Principal,
  ): Promise<Answer<T>> {
    const response = await send(
      new Request('http://api.test/graphql', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
      principal,
    )
    return (await response.json()) as Answer<T>
  }

  /** By the GraphQL multipart request specification. */
  async function upload<T = any>(query: string, file: Blob, principal?: Principal, variables: object = {}) {
    const form = new FormData()
    form.set('operations', JSON.stringify({ query, variables: { ...variables, photo: null } }))
    form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
    form.set('0', file, 'car.jpg')
    const response = await send(
      new Request('http://api.test/graphql', { method: 'POST', body: form }),
      principal,
    )
    return (await response.json()) as Answer<T>
  }

  return { api, ask, upload, send, edge, model, photos, blobs, links, log, dir, logger, manifest }
}

export type TestApi = Awaited<ReturnType<typeof openTestApi>>
