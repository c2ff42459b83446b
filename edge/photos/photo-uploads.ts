import { randomUUID } from 'node:crypto'
import type { Blobs, UploadForm } from '../blobs/blobs.ts'
import { readClahe } from '../clahe-bounds.ts'
import { incomingKey, uploadOfKey } from '../photo-keys.ts'
import type { ClaheRequest, PhotoRecord } from '../photo-record.ts'
import { PhotoError, PhotoTooManyBytes } from '../picture/errors.ts'
import { figuresOf } from '../picture/figures.ts'
import type { PhotoRecords, Upload } from './photo-records.ts'
import type { TakePhoto } from './take-photo.ts'

export interface PhotoUploadsDeps {
  blobs: Blobs
  records: Pick<PhotoRecords, 'get' | 'upload' | 'putUpload'>
  take: TakePhoto
  maxBytes: number
  now: () => Date
}

export interface OpenedUpload {
  id: string
  /** Where to send the photo; null where the store takes none itself and this process must. */
  form: UploadForm | null
}

/** Photos that go into the store around this process, and are taken in from there. */
export interface PhotoUploads {
  /** Prepares to receive a photo that is too large to pass through this process. */
  openUpload(options: { clahe?: ClaheRequest; seconds: number }): Promise<OpenedUpload>
  /** Stores what arrived for an upload, where the store's own form does not. False where there is no such upload. */
  receiveUpload(id: string, bytes: Uint8Array): Promise<boolean>
  /** Takes in what arrived, or records why not. Safe to repeat. Null where nothing has arrived. */
  finishUpload(id: string, signal?: AbortSignal): Promise<PhotoRecord | null>
  /** Uploads that arrived but were not taken in yet. */
  pendingUploads(): Promise<string[]>
}

export function createPhotoUploads({ blobs, records, take, maxBytes, now }: PhotoUploadsDeps): PhotoUploads {
  return {
    async openUpload({ clahe, seconds }) {
      const id = `u${randomUUID().replaceAll('-', '')}`
      await records.putUpload({ id, createdAt: now().toISOString(), clahe: readClahe(clahe ?? {}) })
      const form = (await blobs.uploadForm?.(incomingKey(id), { seconds, maxBytes })) ?? null
      return { id, form }
    },
    async receiveUpload(id, bytes) {
      const upload = await records.upload(id)
      if (!upload || upload.photo || upload.rejected) return false
      await blobs.put(incomingKey(id), bytes, { contentType: 'application/octet-stream' })
      return true
    },
    async finishUpload(id, signal) {
      const upload = await records.upload(id)
      if (!upload) return null
      const arrived = await blobs.head(incomingKey(id))
      if (!arrived) return records.get(id)
      const finish = async (end: Partial<Upload>) => {
        await records.putUpload({ ...upload, ...end })
        await blobs.delete(incomingKey(id))
      }
      try {
        if (arrived.bytes > maxBytes) throw new PhotoTooManyBytes(arrived.bytes, maxBytes)
        const bytes = await blobs.get(incomingKey(id))
        if (!bytes) return records.get(id)
        const photo = await take(bytes, { clahe: upload.clahe, handOver: true, ...(signal && { signal }) })
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
    },
    async pendingUploads() {
      const keys = await blobs.list('incoming/')
      return keys.map(uploadOfKey).filter((id) => id !== null)
    },
  }
}
