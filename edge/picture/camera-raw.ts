/** TIFF tags of the first directory that only camera raw files carry or combine. */
const NEW_SUBFILE_TYPE = 254
const SUB_IFDS = 330
const DNG_VERSION = 50706

/**
 * Whether a TIFF is a camera's raw file (DNG, NEF, ARW and their kin). Their first directory often
 * holds only a thumbnail, which a TIFF decoder would take for the photo.
 *
 * @see TIFF 6.0, section 2; Adobe DNG specification 1.7, "DNGVersion" and "Trees of SubIFDs"
 */
export function isCameraRaw(tiff: Uint8Array): boolean {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  if (view.byteLength < 8) return false
  const little = view.getUint8(0) === 0x49
  const start = view.getUint32(4, little)
  if (view.getUint16(2, little) !== 42 || start + 2 > view.byteLength) return false
  const entries = view.getUint16(start, little)
  let reduced = false
  let subDirectories = false
  for (let at = start + 2, i = 0; i < entries && at + 12 <= view.byteLength; i++, at += 12) {
    const tag = view.getUint16(at, little)
    if (tag === DNG_VERSION) return true
    if (tag === SUB_IFDS) subDirectories = true
    if (tag === NEW_SUBFILE_TYPE) reduced = (view.getUint32(at + 8, little) & 1) === 1
  }
  return reduced && subDirectories
}
