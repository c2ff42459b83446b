import sharp from 'sharp'
import { readCapture } from './capture.ts'
import { encodeVersions } from './encode-versions.ts'
import { perceptualHash } from './fingerprint/perceptual-hash.ts'
import { cleanOriginal } from './original/clean-original.ts'
import type { ReadyPhoto } from './photo-record.ts'
import { measuredGrey } from './picture/grey.ts'
import type { PhotoLimits } from './picture/limits.ts'
import { captureQuality } from './picture/quality.ts'
import { readPhoto } from './picture/read-photo.ts'
import type { PreparedPhoto } from './prepared-photo.ts'
import { inStage } from './stage.ts'

// libvips keeps what it did, to do it again faster; no photo comes twice.
sharp.cache(false)
// Pictures are worked on beside each other; rows of one that go from thread to thread cost more than they save
// (decision 50). It is sharp's default with glibc, but not everywhere.
sharp.concurrency(1)

/**
 * Reads, normalises, enhances, judges and hashes one photo.
 *
 * @param mayOverwrite nobody needs the bytes any more: the original is made of them where they are, not of a copy
 * @throws PhotoError
 */
export async function preparePhoto(
  bytes: Uint8Array,
  { workingSide, clahe }: Pick<ReadyPhoto['preprocessing'], 'workingSide' | 'clahe'>,
  limits: Partial<PhotoLimits> = {},
  mayOverwrite = false,
): Promise<PreparedPhoto> {
  const photo = await inStage('decode', () => readPhoto(bytes, { maxSide: workingSide, limits }))
  const { picture, width, height, format } = photo
  const header = await sharp(bytes, { limitInputPixels: false }).metadata()
  // Encoders work in threads of libvips, while this one judges the picture.
  const working = Promise.all([
    ...encodeVersions(picture, clahe),
    inStage('clean original', () => cleanOriginal(bytes, format, header, mayOverwrite)),
  ])
  const { quality, hash } = inStage('judge', () => {
    const grey = measuredGrey(picture)
    return { quality: captureQuality(grey, photo), hash: perceptualHash(grey) }
  })
  const [normalized, enhanced, original] = await working
  return {
    width,
    height,
    format,
    quality,
    perceptualHash: hash,
    ...readCapture(header.exif),
    working: { width: picture.width, height: picture.height },
    original,
    normalized,
    enhanced,
  }
}
