import type { Blobs } from '../blobs/blobs.ts'
import { jsonFile } from '../blobs/json-file.ts'
import { drawingKey, isPhotoId, overlayKey, recordKey } from '../photo-keys.ts'
import { putOfPhoto } from '../put-of-photo.ts'
import type { Turns } from '../turns.ts'
import { drawingName } from './drawing-name.ts'
import type { PhotoRecords } from './photo-records.ts'

export interface PutOverlayDeps {
  blobs: Blobs
  records: Pick<PhotoRecords, 'get'>
  /** One after the other for the same photo. */
  turns: Turns
}

/**
 * Keeps what is to be drawn over a photo, any JSON that the drawer understands.
 *
 * @param latest makes it what the photo's plain `annotated` link shows
 * @returns the name of the drawing, for its link; null where there is no such photo
 */
export type PutOverlay = (
  id: string,
  overlay: object,
  options?: { latest?: boolean },
) => Promise<string | null>

export function createPutOverlay({ blobs, records, turns }: PutOverlayDeps): PutOverlay {
  return async (id, overlay, { latest = false } = {}) => {
    const of = isPhotoId(id) ? id : (await records.get(id))?.id
    if (!of || !isPhotoId(of)) return null
    const name = drawingName(overlay)
    const key = latest ? overlayKey(of) : drawingKey(of, name)
    return turns.take(of, async () => {
      if (!(await blobs.head(recordKey(of)))) return null
      return (await putOfPhoto(blobs, of, key, ...jsonFile(overlay))) ? name : null
    })
  }
}
