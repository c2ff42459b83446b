import type { Blobs } from './blobs/blobs.ts'
import { pictureKey } from './photo-keys.ts'
import { type PhotoRecord, type PhotoVersion, pictureType, type ReadyPhoto } from './photo-record.ts'
import { createErasePhotos, type ErasePhotos } from './photos/erase-photos.ts'
import { createPhotoRecords } from './photos/photo-records.ts'
import { createPhotoUploads, type PhotoUploads } from './photos/photo-uploads.ts'
import { createPutOverlay, type PutOverlay } from './photos/put-overlay.ts'
import { createTakePhoto, type TakePhoto } from './photos/take-photo.ts'
import type { Prepare } from './prepared-photo.ts'
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

/** The photos that were taken in. Holds no native code: `prepare` brings it. */
export interface Photos extends PhotoUploads, ErasePhotos {
  readonly maxBytes: number
  take: TakePhoto
  /** @param id of a photo or of an upload; null where there is none, or nothing has arrived yet */
  get(id: string): Promise<PhotoRecord | null>
  /** The bytes of a stored picture; null where there is none. */
  read(id: string, version: PhotoVersion): Promise<Uint8Array | null>
  /** A URL of the store's own for a picture that exists; null where the store has none. */
  link(photo: ReadyPhoto, version: PhotoVersion, seconds: number): Promise<string | null>
  putOverlay: PutOverlay
}

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
  const records = createPhotoRecords(blobs)
  const take = createTakePhoto({ blobs, records, turns, prepare, preprocessing, maxBytes, now, alone })
  return {
    maxBytes,
    take,
    ...createPhotoUploads({ blobs, records, take, maxBytes, now }),
    ...createErasePhotos({ blobs, records, turns, alone }),
    putOverlay: createPutOverlay({ blobs, records, turns }),
    get: records.get,
    async read(id, version) {
      const photo = await records.get(id)
      return photo?.state === 'READY' ? blobs.get(pictureKey(photo.id, version)) : null
    },
    async link(photo, version, seconds) {
      const contentType = pictureType(photo, version)
      return (await blobs.link?.(pictureKey(photo.id, version), { seconds, contentType })) ?? null
    },
  }
}
