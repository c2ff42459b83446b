import sharp, { type Metadata, type Sharp } from 'sharp'
import {
  EmptyPhoto,
  PhotoDamaged,
  PhotoTooLarge,
  PhotoTooManyBytes,
  PhotoTooSmall,
  UnsupportedPhoto,
} from './errors.ts'
import { decodeHeic } from './heic.ts'
import { countScans } from './jpeg-scans.ts'
import { defaultPhotoLimits, type PhotoLimits } from './limits.ts'
import type { Picture } from './picture.ts'
import { withoutPngText } from './png-text.ts'
import { describeFormat, isPhotoFormat, type PhotoFormat, sniffFormat } from './sniff.ts'
import { firstTiffPage } from './tiff-directory.ts'

export interface ReadPhotoOptions {
  /** Longest side of the picture returned, in pixels; a smaller photo is never enlarged. */
  maxSide: number
  limits?: Partial<PhotoLimits>
}

export interface Photo {
  picture: Picture
  /** Size of the upright original, in pixels. */
  width: number
  height: number
  format: PhotoFormat
}

/**
 * Decodes an uploaded photo into an upright 8-bit sRGB picture no larger than `maxSide`.
 *
 * EXIF orientation and the embedded colour profile are applied, CMYK and 16-bit pictures converted,
 * transparency laid on white, and all metadata left behind. JPEG and WebP are shrunk while they
 * are decoded. Of an animation or a file of several pages the first picture counts: it is what
 * viewers show as its still. What the file is, and its size, are checked before anything is decoded.
 *
 * @throws {PhotoError} only: every reason why a photo cannot be read is one of its subclasses
 */
export async function readPhoto(upload: Uint8Array, { maxSide, limits }: ReadPhotoOptions): Promise<Photo> {
  const limit = { ...defaultPhotoLimits, ...limits }
  if (upload.length === 0) throw new EmptyPhoto()
  if (upload.length > limit.maxBytes) throw new PhotoTooManyBytes(upload.length, limit.maxBytes)
  const format = sniffFormat(upload)
  if (!isPhotoFormat(format)) throw new UnsupportedPhoto(format, describeFormat(format))
  if (format === 'jpeg' && countScans(upload, limit.maxScans + 1) > limit.maxScans) {
    throw new PhotoDamaged(format, `more than ${limit.maxScans} scans`)
  }
  const bytes = disarm(upload, format)

  const header = await orDamaged(format, () => sharp(bytes, { limitInputPixels: false }).metadata())
  const { width, height } = header.autoOrient
  const megapixels = (width * height) / 1e6
  if (megapixels > limit.maxMegapixels) throw new PhotoTooLarge(megapixels, limit.maxMegapixels)
  if (Math.min(width, height) < limit.minSide) throw new PhotoTooSmall(width, height, limit.minSide)

  const picture = await orDamaged(format, async () => {
    const source = await open(bytes, header, limit)
    return shrink(source.timeout({ seconds: limit.maxSeconds }), maxSide)
  })
  return { picture, width, height, format }
}

/** Leaves out what is not part of the picture and can keep a decoder busy. */
function disarm(upload: Uint8Array, format: PhotoFormat): Uint8Array {
  if (format === 'png') return withoutPngText(upload)
  if (format === 'tiff') return firstTiffPage(upload)
  return upload
}

async function open(bytes: Uint8Array, header: Metadata, limit: PhotoLimits): Promise<Sharp> {
  const options = {
    // Stricter would refuse the harmless padding that some phones leave behind their JPEG.
    failOn: 'error',
    limitInputPixels: Math.ceil(limit.maxMegapixels * 1e6),
  } as const
  // sharp's prebuilt binary reads AVIF and the header of HEIC, but cannot decode HEVC.
  return header.compression === 'hevc'
    ? sharp(await decodeHeic(bytes, { icc: header.icc, maxSeconds: limit.maxSeconds }), options)
    : sharp(bytes, { ...options, autoOrient: true })
}

async function shrink(source: Sharp, maxSide: number): Promise<Picture> {
  const { data, info } = await source
    // Of sharp's kernels nearest to the mean of areas, by which training shrinks its photos.
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true, kernel: 'cubic' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** A decoder throws plain errors, and for one cause only: it could not make sense of the bytes. */
async function orDamaged<T>(format: PhotoFormat, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode()
  } catch (cause) {
    const lines = cause instanceof Error ? cause.message.trim().split('\n') : []
    throw new PhotoDamaged(format, lines.at(-1)?.trim() || 'no reason given', { cause })
  }
}
