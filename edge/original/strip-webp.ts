import { orientationExif } from './orientation-exif.ts'

const kept = new Set(['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L', 'ANIM', 'ANMF'])

/** Bits of the first byte of `VP8X`. */
const HAS_EXIF = 0x08
const HAS_XMP = 0x04

/**
 * The same WebP, pixels untouched, without metadata or anything behind its end.
 *
 * @param orientation kept, where it is not 1
 * @returns null for a file whose chunks do not follow each other as they should
 * @see RFC 9649, section 2
 */
export function stripWebp(bytes: Uint8Array, orientation: number): Uint8Array | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < 20) return null
  const end = Math.min(8 + file.readUInt32LE(4), file.length)
  const chunks: Buffer[] = []
  let extended: Buffer | undefined
  for (let at = 12; at + 8 <= end; ) {
    const size = file.readUInt32LE(at + 4)
    if (at + 8 + size > end) return null
    const type = file.subarray(at, at + 4).toString('latin1')
    if (kept.has(type)) {
      const chunk = padded(file.subarray(at, at + 8 + size))
      if (type === 'VP8X') extended = chunk
      chunks.push(chunk)
    }
    at += 8 + size + (size % 2)
  }
  if (extended) extended[8] = extended[8]! & ~(HAS_EXIF | HAS_XMP)
  if (orientation > 1) {
    // Only the extended form says how to turn the picture, so it is there.
    if (!extended) return null
    extended[8] = extended[8]! | HAS_EXIF
    chunks.push(exifChunk(orientation))
  }
  const content = Buffer.concat(chunks)
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  header.writeUInt32LE(content.length + 4, 4)
  return Buffer.concat([header, content])
}

/** A copy, of even length. */
const padded = (chunk: Buffer) => Buffer.concat([chunk, Buffer.alloc(chunk.length % 2)])

function exifChunk(orientation: number): Buffer {
  const content = orientationExif(orientation)
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}
