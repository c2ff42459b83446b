/**
 * Counts the scans of a JPEG that a decoder goes through, up to `limit`. Each makes it pass over the
 * whole picture again, so a few hundred kilobytes of thousands of empty scans keep it busy for minutes;
 * cameras and encoders use some ten. Where the first scan of a sequential picture has all of its
 * components, as in what cameras write, decoders look at no other, and the rest is not searched.
 *
 * @see ITU-T T.81, annex B; "Two Issues with the JPEG Standard" (libjpeg-turbo, 2017)
 */
export function countScans(jpeg: Uint8Array, limit: number): number {
  let scans = 0
  let components = Number.NaN
  let at = 2
  while (at + 4 <= jpeg.length && scans < limit) {
    at = jpeg.indexOf(0xff, at)
    if (at < 0) break
    const marker = jpeg[at + 1] ?? 0
    if (standsAlone(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (marker === END_OF_IMAGE) break
    if (isSequentialFrame(marker)) components = jpeg[at + 9] ?? 0
    if (marker === START_OF_SCAN) {
      scans++
      if (jpeg[at + 4] === components) break
    }
    // What follows the header of a scan is searched for its next marker.
    at += 2 + (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0)
  }
  return scans
}

const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda

/** Baseline and extended sequential, by Huffman or arithmetic coding; the others are progressive or lossless. */
const isSequentialFrame = (marker: number): boolean => marker === 0xc0 || marker === 0xc1 || marker === 0xc9

/** Markers without a length: fill bytes, stuffed data, TEM, restarts and the start of the image. */
const standsAlone = (marker: number): boolean =>
  marker === 0xff || marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)
