import sharp from 'sharp'
import { readCapture } from './capture.ts'
import { perceptualHash } from './fingerprint/perceptual-hash.ts'
import { cleanOriginal } from './original/clean-original.ts'
import type { ReadyPhoto } from './photo-record.ts'
import { encodeJpeg } from './picture/encode.ts'
import { enhance } from './picture/enhance.ts'
import { measuredGrey } from './picture/grey.ts'
import type { PhotoLimits } from './picture/limits.ts'
import { captureQuality } from './picture/quality.ts'
import { readPhoto } from './picture/read-photo.ts'
import type { PreparedPhoto } from './prepared-photo.ts'

// libvips keeps what it did, to do it again faster; no photo comes twice.
sharp.cache(false)

/** Reads, normalises, enhances, judges and hashes one photo. @throws PhotoError */
export async function preparePhoto(
  bytes: Uint8Array,
  { workingSide, clahe }: Pick<ReadyPhoto['preprocessing'], 'workingSide' | 'clahe'>,
  limits: Partial<PhotoLimits> = {},
): Promise<PreparedPhoto> {
  const photo = await readPhoto(bytes, { maxSide: workingSide, limits })
  const { picture, width, height, format } = photo
  const header = await sharp(bytes, { limitInputPixels: false }).metadata()
  // Encoders work in threads of libvips, while this one judges the picture.
  const working = Promise.all([
    encodeJpeg(picture),
    encodeJpeg(enhance(picture, clahe)),
    cleanOriginal(bytes, format, header),
  ])
  const grey = measuredGrey(picture)
  const quality = captureQuality(grey, photo)
  const hash = perceptualHash(grey)
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
