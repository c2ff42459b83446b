import { createHash, webcrypto } from 'node:crypto'
import type { ReadyPhoto } from './photo-record.ts'

/** SHA-256 in hex, computed off the main thread. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex')
}

/**
 * The id of a photo: the same bytes prepared the same way are the same photo, with no index to keep
 * or to race for. Prepared another way they are another one, so that a record never changes.
 */
export function photoId(sha256: string, { id, workingSide, clahe }: ReadyPhoto['preprocessing']): string {
  const { clipLimit, tilesX, tilesY } = clahe
  const name = JSON.stringify([sha256, id, workingSide, clipLimit, tilesX, tilesY])
  return `p${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}
