/** A JPEG's metadata stands within its first segments; each is at most this long. */
const HEAD_BYTES = 256 * 1024
const ORIENTATION = 0x0112
const GPS = 0x8825

/**
 * Puts the EXIF data of one JPEG into another: when and with what it was taken. The picture is upright
 * already, so its orientation becomes 1, and the place stays here.
 *
 * Source: CIPA DC-008 (Exif 2.32), 4.5 and 4.6.
 *
 * @returns `target` as it is where `source` has no EXIF data
 */
export async function carryExif(source: Blob, target: Blob): Promise<Blob> {
  const exif = findExif(new Uint8Array(await source.slice(0, HEAD_BYTES).arrayBuffer()))
  if (!exif) return target
  settle(exif)
  // After the start of image; whatever follows stays.
  return new Blob([target.slice(0, 2), exif, target.slice(2)], { type: target.type })
}

/** The APP1 segment with EXIF data, marker included. */
function findExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const view = new DataView(bytes.buffer)
  for (let at = 2; at + 10 < bytes.length; ) {
    const marker = view.getUint16(at)
    // Pictures begin with the start of scan; metadata comes before.
    if (marker < 0xff01 || marker === 0xffda) return null
    const end = at + 2 + view.getUint16(at + 2)
    const isExif = view.getUint32(at + 4) === 0x45786966 && view.getUint16(at + 8) === 0
    if (marker === 0xffe1 && isExif && end <= bytes.length) return bytes.slice(at, end)
    at = end
  }
  return null
}

/** Sets the orientation to upright, and empties the pointer to the place. */
function settle(segment: Uint8Array<ArrayBuffer>): void {
  const tiff = new DataView(segment.buffer, 10)
  const little = tiff.getUint16(0) === 0x4949
  try {
    const directory = tiff.getUint32(4, little)
    const count = tiff.getUint16(directory, little)
    for (let i = 0; i < count; i++) {
      const entry = directory + 2 + 12 * i
      const tag = tiff.getUint16(entry, little)
      if (tag === ORIENTATION) tiff.setUint16(entry + 8, 1, little)
      if (tag === GPS) erase(tiff, tiff.getUint32(entry + 8, little), little)
    }
  } catch (error) {
    // Broken metadata is not worth refusing a photo for; the server ignores it as well.
    if (!(error instanceof RangeError)) throw error
  }
}

/** Overwrites a directory's entries, so that nothing is left to read. */
function erase(tiff: DataView, directory: number, little: boolean): void {
  const count = tiff.getUint16(directory, little)
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + 12 * i
    const bytes = tiff.getUint32(entry + 4, little) * (sizes[tiff.getUint16(entry + 2, little)] ?? 1)
    const value = bytes > 4 ? tiff.getUint32(entry + 8, little) : entry + 8
    for (let j = 0; j < bytes && value + j < tiff.byteLength; j++) tiff.setUint8(value + j, 0)
  }
  tiff.setUint16(directory, 0, little)
}

/** Bytes of one value of each EXIF type. */
const sizes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 }
