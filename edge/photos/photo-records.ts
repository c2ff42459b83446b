import * as z from 'zod'
import type { Blobs } from '../blobs/blobs.ts'
import { jsonFile } from '../blobs/json-file.ts'
import { incomingKey, isPhotoId, isUploadId, recordKey, uploadKey } from '../photo-keys.ts'
import {
  claheSchema,
  type PhotoRecord,
  type ReadyPhoto,
  readyPhotoSchema,
  rejectedPhotoSchema,
} from '../photo-record.ts'

/** What is stored of an upload: what it asked for, and in the end one of `photo` and `rejected`. */
const uploadSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  clahe: claheSchema.partial(),
  photo: z.string().optional(),
  rejected: rejectedPhotoSchema.optional(),
})
export type Upload = z.infer<typeof uploadSchema>

/** What is stored of photos and uploads beside their bytes. */
export interface PhotoRecords {
  /** @param id of a photo or of an upload; null where there is none, or nothing has arrived yet */
  get(id: string): Promise<PhotoRecord | null>
  photo(id: string): Promise<ReadyPhoto | null>
  putPhoto(photo: ReadyPhoto): Promise<void>
  upload(id: string): Promise<Upload | null>
  putUpload(upload: Upload): Promise<void>
}

export function createPhotoRecords(blobs: Blobs): PhotoRecords {
  async function readJson<T>(key: string, schema: z.ZodType<T>): Promise<T | null> {
    const bytes = await blobs.get(key)
    return bytes && schema.parse(JSON.parse(Buffer.from(bytes).toString()))
  }

  const photo = async (id: string) => (isPhotoId(id) ? readJson(recordKey(id), readyPhotoSchema) : null)
  const upload = async (id: string) => (isUploadId(id) ? readJson(uploadKey(id), uploadSchema) : null)

  return {
    photo,
    upload,
    putPhoto: (photo) => blobs.put(recordKey(photo.id), ...jsonFile(photo)),
    putUpload: (upload) => blobs.put(uploadKey(upload.id), ...jsonFile(upload)),
    async get(id) {
      if (isPhotoId(id)) return photo(id)
      const known = await upload(id)
      if (!known) return null
      if (known.rejected) return known.rejected
      if (known.photo) return photo(known.photo)
      const arrived = await blobs.head(incomingKey(id))
      return arrived && { state: 'UPLOADED', id, createdAt: known.createdAt }
    },
  }
}
