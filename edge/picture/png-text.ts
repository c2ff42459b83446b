const TEXT = new Set(['tEXt', 'zTXt', 'iTXt'])
const SIGNATURE_BYTES = 8
/** Length, type and checksum of a chunk. */
const CHUNK_OVERHEAD = 12

/**
 * A PNG without its text chunks. They add nothing to the picture, and compressed ones unpack to a
 * thousand times their size before the decoder gives up on them, each of them.
 *
 * @returns the same bytes if there are none; what is not a chunk is left for the decoder to refuse
 * @see PNG specification (W3C, third edition), 5.3 and 11.3.3
 */
export function withoutPngText(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const kept: Uint8Array[] = []
  let from = 0
  let at = SIGNATURE_BYTES
  while (at + CHUNK_OVERHEAD <= png.length) {
    const end = at + CHUNK_OVERHEAD + view.getUint32(at)
    if (end > png.length) break
    if (TEXT.has(String.fromCharCode(...png.subarray(at + 4, at + 8)))) {
      kept.push(png.subarray(from, at))
      from = end
    }
    at = end
  }
  return from === 0 ? png : Buffer.concat([...kept, png.subarray(from)])
}
