import { createHash, randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Blobs, UploadForm } from './blobs/blobs.ts'
import { readClahe } from './clahe-bounds.ts'
import { photoId, sha256Of } from './photo-id.ts'
import {
  drawingKey,
  drawnFolder,
  incomingKey,
  isPhotoId,
  isUploadId,
  overlayKey,
  PHOTOS,
  photoFolder,
  pictureKey,
  recordKey,
  uploadKey,
  uploadOfKey,
} from './photo-keys.ts'
import {
  type ClaheRequest,
  claheSchema,
  type PhotoRecord,
  type PhotoVersion,
  type ReadyPhoto,
  readyPhotoSchema,
  rejectedPhotoSchema,
} from './photo-record.ts'
import { PhotoError, PhotoTooManyBytes } from './picture/errors.ts'
import { figuresOf } from './picture/figures.ts'
import type { Prepare } from './prepared-photo.ts'
import { putOfPhoto } from './put-of-photo.ts'
import { inStage } from './stage.ts'
import { createTurns } from './turns.ts'

export interface PhotosDeps {
  blobs: Blobs
  prepare: Prepare
  /** How pictures are prepared unless a photo asks otherwise; `id` and `workingSide` are the model's. */
  preprocessing: ReadyPhoto['preprocessing']
  /** Largest photo, in bytes. @default 40 MiB */
  maxBytes?: number
  now?: () => Date
  /** No other process takes photos into this store, so that what is left of a failure is nobody's. @default false */
  alone?: boolean
}

export interface TakeOptions {
  /** Enhances this photo in another way. */
  clahe?: ClaheRequest
  signal?: AbortSignal
}

export interface OpenedUpload {
  id: string
  /** Where to send the photo; null where the store takes none itself and this process must. */
  form: UploadForm | null
}

/** The photos that were taken in. Holds no native code: `prepare` brings it. */
export interface Photos {
  readonly maxBytes: number
  /** Takes a photo in. Taking the same bytes again gives the same photo. @throws PhotoError, RequestError, the signal's reason */
  take(bytes: Uint8Array, options?: TakeOptions): Promise<ReadyPhoto>
  /** @param id of a photo or of an upload; null where there is none, or nothing has arrived yet */
  get(id: string): Promise<PhotoRecord | null>
  /** The bytes of a stored picture; null where there is none. */
  read(id: string, version: PhotoVersion): Promise<Uint8Array | null>
  /** A URL of the store's own for a picture that exists; null where the store has none. */
  link(photo: ReadyPhoto, version: PhotoVersion, seconds: number): Promise<string | null>
  /**
   * Keeps what is to be drawn over a photo, any JSON that the drawer understands.
   *
   * @param latest makes it what the photo's plain `annotated` link shows
   * @returns the name of the drawing, for its link; null where there is no such photo
   */
  putOverlay(id: string, overlay: object, options?: { latest?: boolean }): Promise<string | null>
  /**
   * Removes everything of a photo or upload. Safe to repeat after a crash.
   *
   * @param uploadOnly leaves the photo that came by an upload, because others have it too
   */
  erase(id: string, options?: { uploadOnly?: boolean }): Promise<void>
  /** Prepares to receive a photo that is too large to pass through this process. */
  openUpload(options: { clahe?: ClaheRequest; seconds: number }): Promise<OpenedUpload>
  /** Stores what arrived for an upload, where the store's own form does not. False where there is no such upload. */
  receiveUpload(id: string, bytes: Uint8Array): Promise<boolean>
  /** Takes in what arrived, or records why not. Safe to repeat. Null where nothing has arrived. */
  finishUpload(id: string, signal?: AbortSignal): Promise<PhotoRecord | null>
  /** Uploads that arrived but were not taken in yet. */
  pendingUploads(): Promise<string[]>
  /**
   * Removes pictures without a record: of photos whose taking in was killed, or failed so badly that it could not clean
   * up. Does nothing where other processes take photos in. @returns of how many photos
   */
  sweepUnfinished(): Promise<number>
}

/** What is stored of an upload: what it asked for, and in the end one of `photo` and `rejected`. */
const uploadSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  clahe: claheSchema.partial(),
  photo: z.string().optional(),
  rejected: rejectedPhotoSchema.optional(),
})
type Upload = z.infer<typeof uploadSchema>

/** Opens the photos kept in a blob store. */
export function createPhotos({
  blobs,
  prepare,
  preprocessing,
  maxBytes = 40 * 1024 * 1024,
  now = () => new Date(),
  alone = false,
}: PhotosDeps): Photos {
  const turns = createTurns()
  const putJson = (key: string, value: unknown) => blobs.put(key, ...jsonFile(value))

  async function readJson<T>(key: string, schema: z.ZodType<T>): Promise<T | null> {
    const bytes = await blobs.get(key)
    return bytes && schema.parse(JSON.parse(Buffer.from(bytes).toString()))
  }

  const readPhoto = (id: string) => (isPhotoId(id) ? readJson(recordKey(id), readyPhotoSchema) : null)
  const readUpload = (id: string) => (isUploadId(id) ? readJson(uploadKey(id), uploadSchema) : null)

  async function take(bytes: Uint8Array, { clahe, signal }: TakeOptions = {}): Promise<ReadyPhoto> {
    if (bytes.length > maxBytes) throw new PhotoTooManyBytes(bytes.length, maxBytes)
    const settings = { ...preprocessing, clahe: { ...preprocessing.clahe, ...readClahe(clahe ?? {}) } }
    const sha256 = await sha256Of(bytes)
    const id = photoId(sha256, settings)
    // One after the other: what one that failed takes back is not what another has just written.
    return turns.take(id, async () => {
      const known = await readPhoto(id)
      if (known) return known
      try {
        return await takeNew(id, bytes, { sha256, settings, ...(signal && { signal }) })
      } catch (error) {
        // What cannot be removed now is swept later; the caller is told why there is no photo.
        if (alone) await eraseFiles(id).catch(() => {})
        throw error
      }
    })
  }

  async function takeNew(
    id: string,
    bytes: Uint8Array,
    { sha256, settings, signal }: NewPhoto,
  ): Promise<ReadyPhoto> {
    signal?.throwIfAborted()
    const prepared = await inStage('prepare', () => prepare(bytes, settings, signal))
    const { original, normalized, enhanced, ...seen } = prepared
    signal?.throwIfAborted()
    const put = (version: PhotoVersion, picture: Uint8Array, contentType: string) =>
      inStage('picture write', () => blobs.put(pictureKey(id, version), picture, { contentType }))
    const written = await Promise.allSettled([
      put('original', original.bytes, original.contentType),
      put('normalized', normalized, 'image/jpeg'),
      put('enhanced', enhanced, 'image/jpeg'),
    ])
    // All have ended: nothing is written any more once this has failed.
    for (const one of written) if (one.status === 'rejected') throw one.reason
    const photo: ReadyPhoto = {
      state: 'READY',
      id,
      sha256,
      bytes: bytes.length,
      ...seen,
      preprocessing: settings,
      originalType: original.contentType,
      createdAt: now().toISOString(),
    }
    // Last: a photo exists once its record does, so that a crash before leaves no half of one.
    await inStage('picture write', () => putJson(recordKey(id), photo))
    return photo
  }

  async function get(id: string): Promise<PhotoRecord | null> {
    if (isPhotoId(id)) return readPhoto(id)
    const upload = await readUpload(id)
    if (!upload) return null
    if (upload.rejected) return upload.rejected
    if (upload.photo) return readPhoto(upload.photo)
    const arrived = await blobs.head(incomingKey(id))
    return arrived && { state: 'UPLOADED', id, createdAt: upload.createdAt }
  }

  async function eraseFiles(id: string): Promise<void> {
    // The record first: from then on nobody is promised pictures.
    await blobs.delete(recordKey(id))
    const keys = await Promise.all([photoFolder(id), drawnFolder(id)].map(blobs.list))
    await Promise.all(keys.flat().map((key) => blobs.delete(key)))
  }

  async function finishUpload(id: string, signal?: AbortSignal): Promise<PhotoRecord | null> {
    const upload = await readUpload(id)
    if (!upload) return null
    const arrived = await blobs.head(incomingKey(id))
    if (!arrived) return get(id)
    const finish = async (end: Partial<Upload>) => {
      await putJson(uploadKey(id), { ...upload, ...end })
      await blobs.delete(incomingKey(id))
    }
    try {
      if (arrived.bytes > maxBytes) throw new PhotoTooManyBytes(arrived.bytes, maxBytes)
      const bytes = await blobs.get(incomingKey(id))
      if (!bytes) return get(id)
      const photo = await take(bytes, { clahe: upload.clahe, ...(signal && { signal }) })
      await finish({ photo: photo.id })
      return photo
    } catch (error) {
      if (!(error instanceof PhotoError)) throw error
      const { code, message } = error
      const { createdAt } = upload
      const reason = { code, message, ...figuresOf(error), shouldRetake: true }
      const rejected = { state: 'REJECTED', id, createdAt, reason } as const
      await finish({ rejected })
      return rejected
    }
  }

  return {
    maxBytes,
    take,
    get,
    async read(id, version) {
      const photo = await get(id)
      return photo?.state === 'READY' ? blobs.get(pictureKey(photo.id, version)) : null
    },
    async link(photo, version, seconds) {
      const contentType = pictureType(photo, version)
      return (await blobs.link?.(pictureKey(photo.id, version), { seconds, contentType })) ?? null
    },
    async putOverlay(id, overlay, { latest = false } = {}) {
      const of = isPhotoId(id) ? id : (await get(id))?.id
      if (!of || !isPhotoId(of)) return null
      const name = drawingName(overlay)
      const key = latest ? overlayKey(of) : drawingKey(of, name)
      return turns.take(of, async () => {
        if (!(await blobs.head(recordKey(of)))) return null
        return (await putOfPhoto(blobs, of, key, ...jsonFile(overlay))) ? name : null
      })
    },
    async erase(id, { uploadOnly = false } = {}) {
      if (isPhotoId(id)) return turns.take(id, () => eraseFiles(id))
      const upload = await readUpload(id)
      if (!upload) return
      const { photo } = upload
      if (photo && !uploadOnly) await turns.take(photo, () => eraseFiles(photo))
      await blobs.delete(incomingKey(id))
      await blobs.delete(uploadKey(id))
    },
    async openUpload({ clahe, seconds }) {
      const id = `u${randomUUID().replaceAll('-', '')}`
      const upload: Upload = { id, createdAt: now().toISOString(), clahe: readClahe(clahe ?? {}) }
      await putJson(uploadKey(id), upload)
      const form = (await blobs.uploadForm?.(incomingKey(id), { seconds, maxBytes })) ?? null
      return { id, form }
    },
    async receiveUpload(id, bytes) {
      const upload = await readUpload(id)
      if (!upload || upload.photo || upload.rejected) return false
      await blobs.put(incomingKey(id), bytes, { contentType: 'application/octet-stream' })
      return true
    },
    finishUpload,
    async pendingUploads() {
      const keys = await blobs.list('incoming/')
      return keys.map(uploadOfKey).filter((id) => id !== null)
    },
    async sweepUnfinished() {
      if (!alone || !blobs.folders) return 0
      let removed = 0
      for (const id of await blobs.folders(PHOTOS)) {
        if (!isPhotoId(id) || (await blobs.head(recordKey(id)))) continue
        removed += await turns.take(id, async () => {
          const left = await blobs.list(photoFolder(id))
          if (left.length === 0 || left.includes(recordKey(id))) return 0
          await eraseFiles(id)
          return 1
        })
      }
      return removed
    },
  }
}

interface NewPhoto {
  sha256: string
  settings: ReadyPhoto['preprocessing']
  signal?: AbortSignal
}

const jsonFile = (value: unknown) =>
  [Buffer.from(JSON.stringify(value)), { contentType: 'application/json' }] as const

/** Follows from what is drawn, so that a link never shows anything but what it was made for. */
export const drawingName = (overlay: object): string =>
  createHash('sha256').update(JSON.stringify(overlay)).digest('hex').slice(0, 32)

/** Media type of a stored picture. */
export const pictureType = (photo: ReadyPhoto, version: PhotoVersion): string =>
  version === 'original' ? photo.originalType : 'image/jpeg'
