import type { Blobs } from '../blobs/blobs.ts'
import { readClahe } from '../clahe-bounds.ts'
import { ServerBusy } from '../http/errors.ts'
import { photoId, sha256Of } from '../photo-id.ts'
import { pictureKey } from '../photo-keys.ts'
import type { ClaheRequest, PhotoVersion, ReadyPhoto } from '../photo-record.ts'
import { PhotoTooManyBytes } from '../picture/errors.ts'
import type { Prepare } from '../prepared-photo.ts'
import { inStage } from '../stage.ts'
import type { Turns } from '../turns.ts'
import { removePhotoFiles } from './erase-photos.ts'
import type { PhotoRecords } from './photo-records.ts'

export interface TakePhotoDeps {
  blobs: Blobs
  records: Pick<PhotoRecords, 'photo' | 'putPhoto'>
  /** One after the other for the same photo. */
  turns: Turns
  prepare: Prepare
  preprocessing: ReadyPhoto['preprocessing']
  maxBytes: number
  now: () => Date
  /** No other process takes photos into this store, so that what is left of a failure is nobody's. */
  alone: boolean
}

export interface TakeOptions {
  /** Enhances this photo in another way. */
  clahe?: ClaheRequest
  signal?: AbortSignal
  /**
   * Nobody but this needs the bytes any more: they are spared being copied, and are gone afterwards. Whoever takes them
   * again is told that the server is busy. @default false
   */
  handOver?: boolean
}

/** Takes a photo in. Taking the same bytes again gives the same photo. @throws PhotoError, RequestError, the signal's reason */
export type TakePhoto = (bytes: Uint8Array, options?: TakeOptions) => Promise<ReadyPhoto>

interface NewPhoto {
  sha256: string
  settings: ReadyPhoto['preprocessing']
  signal: AbortSignal | undefined
  handOver: boolean
}

export function createTakePhoto({
  blobs,
  records,
  turns,
  prepare,
  preprocessing,
  maxBytes,
  now,
  alone,
}: TakePhotoDeps): TakePhoto {
  const handedOver = new WeakSet<Uint8Array>()

  async function takeNew(
    id: string,
    bytes: Uint8Array,
    { sha256, settings, signal, handOver }: NewPhoto,
  ): Promise<ReadyPhoto> {
    signal?.throwIfAborted()
    const { length } = bytes
    if (handOver) handedOver.add(bytes)
    const prepared = await inStage('prepare', () => prepare(bytes, settings, { signal, handOver }))
    const { original, normalized, enhanced, release, ...seen } = prepared
    signal?.throwIfAborted()
    const put = (version: PhotoVersion, picture: Uint8Array, contentType: string) =>
      inStage('picture write', () => blobs.put(pictureKey(id, version), picture, { contentType }))
    const written = await Promise.allSettled([
      put('original', original.bytes, original.contentType),
      put('normalized', normalized, 'image/jpeg'),
      put('enhanced', enhanced, 'image/jpeg'),
    ])
    release?.()
    // All have ended: nothing is written any more once this has failed.
    for (const one of written) if (one.status === 'rejected') throw one.reason
    const photo: ReadyPhoto = {
      state: 'READY',
      id,
      sha256,
      bytes: length,
      ...seen,
      preprocessing: settings,
      originalType: original.contentType,
      createdAt: now().toISOString(),
    }
    // Last: a photo exists once its record does, so that a crash before leaves no half of one.
    await inStage('picture write', () => records.putPhoto(photo))
    return photo
  }

  return async (bytes, { clahe, signal, handOver = false } = {}) => {
    // Only where the photo was erased in the meantime: its sender has to send it again.
    if (handedOver.has(bytes)) throw new ServerBusy('it was being erased', 1)
    if (bytes.length > maxBytes) throw new PhotoTooManyBytes(bytes.length, maxBytes)
    const settings = { ...preprocessing, clahe: { ...preprocessing.clahe, ...readClahe(clahe ?? {}) } }
    const sha256 = await sha256Of(bytes)
    const id = photoId(sha256, settings)
    // One after the other: what one that failed takes back is not what another has just written.
    return turns.take(id, async () => {
      const known = await records.photo(id)
      if (known) return known
      try {
        return await takeNew(id, bytes, { sha256, settings, signal, handOver })
      } catch (error) {
        // What cannot be removed now is swept later; the caller is told why there is no photo.
        if (alone) await removePhotoFiles(blobs, id).catch(() => {})
        throw error
      }
    })
  }
}
