import type { Picture } from './picture.ts'
import { sharpOf } from './sharp-of.ts'

/**
 * Resamples a picture to exactly `width` × `height` pixels (Lanczos; when shrinking, every source pixel counts).
 */
export async function resizePicture(picture: Picture, width: number, height: number): Promise<Picture> {
  if (width === picture.width && height === picture.height) return picture
  const data = await sharpOf(picture).resize({ width, height, fit: 'fill' }).raw().toBuffer()
  return { data, width, height }
}
