export interface RgbaPicture {
  /** Interleaved RGBA, row-major, alpha not premultiplied. */
  rgba: Uint8Array | Uint8ClampedArray
  width: number
  height: number
  /** Colour profile of the pixels; sRGB if absent. */
  icc?: Uint8Array | undefined
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
export function tiffOf({ rgba, width, height, icc }: RgbaPicture): Uint8Array {
  const directory = 8
  const entryCount = icc ? 11 : 10
  const bitsAt = directory + 2 + entryCount * 12 + 4
  const iccAt = bitsAt + 8
  const pixelsAt = iccAt + (icc?.length ?? 0) + ((icc?.length ?? 0) % 2)
  const bytes = new Uint8Array(pixelsAt + rgba.length)
  const view = new DataView(bytes.buffer)

  view.setUint16(0, 0x4949)
  view.setUint16(2, 42, true)
  view.setUint32(4, directory, true)
  view.setUint16(directory, entryCount, true)
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 4, bitsAt],
    [259, SHORT, 1, 1], // compression: none
    [262, SHORT, 1, 2], // photometric interpretation: RGB
    [273, LONG, 1, pixelsAt],
    [277, SHORT, 1, 4],
    [278, LONG, 1, height],
    [279, LONG, 1, rgba.length],
    [338, SHORT, 1, 2], // extra sample: alpha, not premultiplied
  ]
  if (icc) entries.push([34675, UNDEFINED, icc.length, iccAt])
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = directory + 2 + i * 12
    view.setUint16(at, tag, true)
    view.setUint16(at + 2, type, true)
    view.setUint32(at + 4, count, true)
    view.setUint32(at + 8, value, true)
  }
  for (let i = 0; i < 4; i++) view.setUint16(bitsAt + i * 2, 8, true)
  if (icc) bytes.set(icc, iccAt)
  bytes.set(rgba, pixelsAt)
  return bytes
}
