import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createEdge, type EdgeDeps } from '../../edge/app.ts'
import type { Blobs } from '../../edge/blobs/blobs.ts'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { cropPhoto } from '../../edge/crop-photo.ts'
import { createDrawings, type DrawingsDeps } from '../../edge/drawings.ts'
import { createLinks } from '../../edge/links.ts'
import { createPhotos } from '../../edge/photos.ts'
import type { PhotoLimits } from '../../edge/picture/limits.ts'
import { createPreparer } from '../../edge/preparer.ts'
import { shrinkPicture } from '../../edge/shrink-picture.ts'
import { createUploadRunner } from '../../edge/upload-runner.ts'

export const preprocessing = {
  id: 'test-1',
  workingSide: 320,
  clahe: { clipLimit: 3, tilesX: 6, tilesY: 6 },
}

export interface EdgeOptions extends Partial<Omit<EdgeDeps, 'photos' | 'links' | 'drawings'>> {
  annotate?: DrawingsDeps['annotate']
  blobs?: Blobs
  photoLimits?: Partial<PhotoLimits>
  now?: () => Date
  /** No other process takes photos in. */
  alone?: boolean
}

/** An edge over a folder that is removed when the test ends. */
export async function startEdge({
  blobs,
  photoLimits = {},
  now = () => new Date(),
  annotate,
  alone = false,
  ...options
}: EdgeOptions = {}) {
  const store = blobs ?? createFolderBlobs(await temporaryFolder())
  const photos = createPhotos({
    blobs: store,
    prepare: createPreparer({ limits: photoLimits }),
    preprocessing,
    now,
    alone,
    ...(photoLimits.maxBytes && { maxBytes: photoLimits.maxBytes }),
  })
  const logger = pino({ level: 'silent' })
  const links = createLinks({ key: Buffer.alloc(32, 7), now })
  const uploads = createUploadRunner({ photos, logger })
  onTestFinished(() => uploads.stop())
  const drawings = createDrawings({
    blobs: store,
    crop: cropPhoto,
    shrink: shrinkPicture,
    ...(annotate && { annotate }),
    ...(options.limits?.takeSeconds && { seconds: options.limits.takeSeconds }),
  })
  const app = createEdge({ photos, drawings, links, logger, uploaded: uploads.add, ...options })
  return { app, photos, drawings, links, uploads, blobs: store }
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dentgraph-edge-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export type App = Awaited<ReturnType<typeof startEdge>>['app']

/** POSTs a photo as a plain body. */
export const post = (app: App, body: Uint8Array | string, query = ''): Promise<Response> =>
  Promise.resolve(app.request(`/photos${query}`, { method: 'POST', body: body as BodyInit }))

export const json = async (response: Response | Promise<Response>): Promise<any> => (await response).json()

/** Status and code of a refusal, for one comparison. */
export async function refusal(answer: Response | Promise<Response>): Promise<string> {
  const response = await answer
  return `${response.status} ${(await json(response)).error.code}`
}
