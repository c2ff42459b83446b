import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { ReadyPhoto } from './photo-record.ts'

/** Hashed at once: a millisecond on a processor with instructions for SHA, three on others. */
const SLICE_BYTES = 1024 * 1024

/**
 * SHA-256 in hex, of a slice after the other, so that the event loop goes on between them. WebCrypto's digest, which
 * works in a thread, first makes a copy of all bytes in this one and clears it afterwards, which takes longer.
 */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    if (at > 0) await setImmediate()
    hash.update(bytes.subarray(at, at + SLICE_BYTES))
  }
  return hash.digest('hex')
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
