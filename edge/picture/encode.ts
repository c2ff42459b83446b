import type { Picture } from './picture.ts'
import { sharpOf } from './sharp-of.ts'

export interface JpegOptions {
  /** 1 to 100. @default 90 */
  quality?: number
}

/** A baseline JPEG of the pixels and nothing else: no EXIF, position, profile or thumbnail. */
export const encodeJpeg = (picture: Picture, { quality = 90 }: JpegOptions = {}): Promise<Buffer> =>
  sharpOf(picture).jpeg({ quality }).toBuffer()

/** A lossless PNG of the pixels and nothing else. */
export const encodePng = (picture: Picture): Promise<Buffer> => sharpOf(picture).png().toBuffer()
