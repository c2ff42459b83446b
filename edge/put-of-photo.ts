import type { Blobs } from './blobs/blobs.ts'
import { recordKey } from './photo-keys.ts'

/**
 * Stores what was made of a photo, unless the photo has been erased: whoever erased it, in this process or another,
 * may have listed its files before this one was there.
 *
 * @returns whether it is stored
 */
export async function putOfPhoto(
  blobs: Blobs,
  photoId: string,
  ...[key, bytes, options]: Parameters<Blobs['put']>
): Promise<boolean> {
  await blobs.put(key, bytes, options)
  if (await blobs.head(recordKey(photoId))) return true
  await blobs.delete(key)
  return false
}
