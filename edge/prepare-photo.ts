import sharp from 'sharp'
import { readCapture } from './capture.ts'
import { perceptualHash } from './fingerprint/perceptual-hash.ts'
import { cleanOriginal } from './original/clean-original.ts'
import type { ReadyPhoto } from './photo-record.ts'
import { encodeJpeg } from './picture/encode.ts'
import { enhance } from './picture/enhance.ts'
import type { PhotoLimits } from './picture/limits.ts'
import { captureQuality } from './picture/quality.ts'
import { readPhoto } from './picture/read-photo.ts'
import type { PreparedPhoto } from './prepared-photo.ts'

/** Reads, normalises, enhances, judges and hashes one photo. @throws PhotoError */
export async function preparePhoto(
  bytes: Uint8Array,
  { workingSide, clahe }: Pick<ReadyPhoto['preprocessing'], 'workingSide' | 'clahe'>,
  limits: Partial<PhotoLimits> = {},
): Promise<PreparedPhoto> {
  const photo = await readPhoto(bytes, { maxSide: workingSide, limits })
  const { picture, width, height, format } = photo
  const header = await sharp(bytes, { limitInputPixels: false }).metadata()
  const normalizing = encodeJpeg(picture)
  const enhancing = encodeJpeg(enhance(picture, clahe))
  const cleaning = cleanOriginal(bytes, format, header)
  const [normalized, enhanced, original] = await Promise.all([normalizing, enhancing, cleaning])
  return {
    width,
    height,
    format,
    quality: captureQuality(picture, photo),
    perceptualHash: await perceptualHash(picture),
    ...readCapture(header.exif),
    working: { width: picture.width, height: picture.height },
    original,
    normalized,
    enhanced,
  }
}
