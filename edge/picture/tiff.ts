export interface DecodedPixels {
  /** Interleaved, row-major, 8 bit; alpha not premultiplied. */
  pixels: Uint8Array
  width: number
  height: number
  /** 3 for RGB, 4 for RGBA. */
  channels: 3 | 4
}

const SHORT = 3
const LONG = 4
const UNDEFINED = 7

/**
 * Wraps pixels and their colour profile into an uncompressed little-endian TIFF: sharp takes a
 * profile with an encoded picture only, not with raw pixels.
 *
 * @see TIFF 6.0, sections 2 (structure), 6 (RGB) and 18 (ExtraSamples); ICC.1:2022 annex B.4
 */
export function tiffOf({
  pixels,
  width,
  height,
  channels,
  icc,
}: DecodedPixels & { icc?: Uint8Array | undefined }): Uint8Array {
  const directory = 8
  const entryCount = 9 + (channels === 4 ? 1 : 0) + (icc ? 1 : 0)
  const bitsAt = directory + 2 + entryCount * 12 + 4
  const iccAt = bitsAt + 8
  const pixelsAt = iccAt + (icc?.length ?? 0) + ((icc?.length ?? 0) % 2)
  const bytes = new Uint8Array(pixelsAt + pixels.length)
  const view = new DataView(bytes.buffer)

  view.setUint16(0, 0x4949)
  view.setUint16(2, 42, true)
  view.setUint32(4, directory, true)
  view.setUint16(directory, entryCount, true)
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, channels, bitsAt],
    [259, SHORT, 1, 1], // compression: none
    [262, SHORT, 1, 2], // photometric interpretation: RGB
    [273, LONG, 1, pixelsAt],
    [277, SHORT, 1, channels],
    [278, LONG, 1, height],
    [279, LONG, 1, pixels.length],
  ]
  // The extra sample is alpha, not premultiplied.
  if (channels === 4) entries.push([338, SHORT, 1, 2])
  if (icc) entries.push([34675, UNDEFINED, icc.length, iccAt])
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = directory + 2 + i * 12
    view.setUint16(at, tag, true)
    view.setUint16(at + 2, type, true)
    view.setUint32(at + 4, count, true)
    view.setUint32(at + 8, value, true)
  }
  for (let i = 0; i < channels; i++) view.setUint16(bitsAt + i * 2, 8, true)
  if (icc) bytes.set(icc, iccAt)
  bytes.set(pixels, pixelsAt)
  return bytes
}
