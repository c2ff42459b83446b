import sharp, { type Metadata } from 'sharp'
import { encodeJpeg } from '../picture/encode.ts'
import { PhotoDamaged } from '../picture/errors.ts'
import { readPhoto } from '../picture/read-photo.ts'
import type { PhotoFormat } from '../picture/sniff.ts'
import { blankHeif } from './blank-heif.ts'
import { joinJpeg, stripJpeg } from './strip-jpeg.ts'
import { stripPng } from './strip-png.ts'
import { stripWebp } from './strip-webp.ts'

export interface Original {
  bytes: Uint8Array
  contentType: string
}

/** JPEG cannot be wider or higher. */
const MAX_JPEG_SIDE = 65_500

/**
 * The upload's pixels without its metadata: position, names, serial numbers, comments, thumbnails and
 * files hidden behind the picture. The picture's own data is carried over as it is, except for
 * formats that phones do not write (TIFF, GIF) and files whose structure is not understood: these
 * become a JPEG of full size.
 *
 * @param bytes a photo that `readPhoto` has read
 * @param header sharp's metadata of it
 * @param mayOverwrite nobody needs the bytes any more: a JPEG is stripped where it is
 */
export async function cleanOriginal(
  bytes: Uint8Array,
  format: PhotoFormat,
  header: Metadata,
  mayOverwrite = false,
): Promise<Original> {
  const stripped =
    format === 'jpeg'
      ? await cleanJpeg(bytes, header, mayOverwrite)
      : await ifSamePicture(strip(bytes, format, header.orientation ?? 1), header)
  if (stripped) return { bytes: stripped, contentType: `image/${format}` }
  return { bytes: await encodeAgain(bytes, format), contentType: 'image/jpeg' }
}

/** Enough of the scans for a decoder that looks at the header, and a little beyond. */
const LOOKED_AT = 4096

async function cleanJpeg(bytes: Uint8Array, header: Metadata, mayOverwrite: boolean) {
  const stripped = stripJpeg(bytes, header.orientation ?? 1)
  if (!stripped) return null
  // Looked at before anything is overwritten.
  const start = Buffer.concat([stripped.header, stripped.scans[0].subarray(0, LOOKED_AT)])
  return (await ifSamePicture(start, header)) && joinJpeg(stripped, mayOverwrite ? bytes : null)
}

function strip(bytes: Uint8Array, format: PhotoFormat, orientation: number): Uint8Array | null {
  switch (format) {
    case 'png':
      return stripPng(bytes, orientation)
    case 'webp':
      return stripWebp(bytes, orientation)
    case 'heic':
    case 'avif':
      return blankHeif(bytes)
    default:
      return null
  }
}

/** Looks at the header alone: what a decoder, which is not our parser, makes of it. Null for another picture. */
async function ifSamePicture(stripped: Uint8Array | null, before: Metadata): Promise<Uint8Array | null> {
  if (!stripped) return null
  const after = await sharp(stripped, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  const isSame =
    after !== null &&
    after.width === before.width &&
    after.height === before.height &&
    (after.orientation ?? 1) === (before.orientation ?? 1) &&
    saysNothing(after.xmp) &&
    !after.iptc &&
    saysNothing(after.exif)
  return isSame ? stripped : null
}

/** Absent, our own block of orientation, or overwritten by zeros (behind the name that libheif puts before). */
const saysNothing = (block: Buffer | undefined) =>
  !block || block.length <= 32 || block.subarray(6).every((byte) => byte === 0)

async function encodeAgain(bytes: Uint8Array, format: PhotoFormat): Promise<Uint8Array> {
  const quality = 95
  if (format === 'heic') {
    const { picture } = await readPhoto(bytes, { maxSide: MAX_JPEG_SIDE })
    return encodeJpeg(picture, { quality })
  }
  const again = sharp(bytes, { autoOrient: true, limitInputPixels: false, failOn: 'error' })
    .resize({ width: MAX_JPEG_SIDE, height: MAX_JPEG_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .jpeg({ quality })
  // The working picture came out of it, but in full size it may still turn out damaged.
  return again.toBuffer().catch((cause: Error) => {
    throw new PhotoDamaged(format, cause.message.trim().split('\n').at(-1) ?? '', { cause })
  })
}
