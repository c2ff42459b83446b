/** TIFF tags of the first directory that only camera raw files carry or combine. */
const NEW_SUBFILE_TYPE = 254
const SUB_IFDS = 330
const DNG_VERSION = 50706

const ENTRY_BYTES = 12

/** First directory of a TIFF. */
interface Directory {
  view: DataView
  little: boolean
  /** Offsets of its entries that lie within the file. */
  entries: number[]
  /** Offset of the 4 bytes that point to the next directory. */
  next: number
}

/** @see TIFF 6.0, section 2 */
function firstDirectory(tiff: Uint8Array): Directory | null {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  if (view.byteLength < 8) return null
  const little = view.getUint8(0) === 0x49
  const start = view.getUint32(4, little)
  if (start + 2 > view.byteLength) return null
  const next = start + 2 + view.getUint16(start, little) * ENTRY_BYTES
  const entries: number[] = []
  for (let at = start + 2; at < next && at + ENTRY_BYTES <= view.byteLength; at += ENTRY_BYTES)
    entries.push(at)
  return { view, little, entries, next }
}

/**
 * Whether a TIFF is a camera's raw file (DNG, NEF, ARW and their kin). Their first directory often
 * holds only a thumbnail, which a TIFF decoder would take for the photo.
 *
 * @see Adobe DNG specification 1.7, "DNGVersion" and "Trees of SubIFDs"
 */
export function isCameraRaw(tiff: Uint8Array): boolean {
  const directory = firstDirectory(tiff)
  if (!directory) return false
  const { view, little, entries } = directory
  let reduced = false
  let subDirectories = false
  for (const at of entries) {
    const tag = view.getUint16(at, little)
    if (tag === DNG_VERSION) return true
    if (tag === SUB_IFDS) subDirectories = true
    if (tag === NEW_SUBFILE_TYPE) reduced = (view.getUint32(at + 8, little) & 1) === 1
  }
  return reduced && subDirectories
}

/**
 * A TIFF that ends with its first page. Only that one is read, but the decoder would count the
 * others, and a few megabytes of empty ones keep it busy for seconds.
 *
 * @returns the same bytes if there is but one page
 */
export function firstTiffPage(tiff: Uint8Array): Uint8Array {
  const directory = firstDirectory(tiff)
  if (!directory || directory.next + 4 > tiff.length) return tiff
  if (directory.view.getUint32(directory.next) === 0) return tiff
  // Not slice(): of a Buffer that would be a view of the caller's bytes.
  const copy = new Uint8Array(tiff)
  copy.fill(0, directory.next, directory.next + 4)
  return copy
}
