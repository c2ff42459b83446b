import type { Blobs } from '../blobs/blobs.ts'
import {
  drawnFolder,
  incomingKey,
  isPhotoId,
  PHOTOS,
  photoFolder,
  recordKey,
  uploadKey,
} from '../photo-keys.ts'
import type { Turns } from '../turns.ts'
import type { PhotoRecords } from './photo-records.ts'

export interface ErasePhotosDeps {
  blobs: Blobs
  records: Pick<PhotoRecords, 'upload'>
  /** One after the other for the same photo. */
  turns: Turns
  /** No other process takes photos into this store, so that what is left of a failure is nobody's. */
  alone: boolean
}

export interface ErasePhotos {
  /**
   * Removes everything of a photo or upload. Safe to repeat after a crash.
   *
   * @param uploadOnly leaves the photo that came by an upload, because others have it too
   */
  erase(id: string, options?: { uploadOnly?: boolean }): Promise<void>
  /**
   * Removes pictures without a record: of photos whose taking in was killed, or failed so badly that it could not clean
   * up. Does nothing where other processes take photos in. @returns of how many photos
   */
  sweepUnfinished(): Promise<number>
}

export function createErasePhotos({ blobs, records, turns, alone }: ErasePhotosDeps): ErasePhotos {
  return {
    async erase(id, { uploadOnly = false } = {}) {
      if (isPhotoId(id)) return turns.take(id, () => removePhotoFiles(blobs, id))
      const upload = await records.upload(id)
      if (!upload) return
      const { photo } = upload
      if (photo && !uploadOnly) await turns.take(photo, () => removePhotoFiles(blobs, photo))
      await blobs.delete(incomingKey(id))
      await blobs.delete(uploadKey(id))
    },
    async sweepUnfinished() {
      if (!alone || !blobs.folders) return 0
      let removed = 0
      for (const id of await blobs.folders(PHOTOS)) {
        if (!isPhotoId(id) || (await blobs.head(recordKey(id)))) continue
        removed += await turns.take(id, async () => {
          const left = await blobs.list(photoFolder(id))
          if (left.length === 0 || left.includes(recordKey(id))) return 0
          await removePhotoFiles(blobs, id)
          return 1
        })
      }
      return removed
    },
  }
}

/** Removes the files of a photo, whose turn the caller has. */
export async function removePhotoFiles(blobs: Blobs, id: string): Promise<void> {
  // The record first: from then on nobody is promised pictures.
  await blobs.delete(recordKey(id))
  const keys = await Promise.all([photoFolder(id), drawnFolder(id)].map(blobs.list))
  await Promise.all(keys.flat().map((key) => blobs.delete(key)))
}
