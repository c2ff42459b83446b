import { enhance } from '../../edge/picture/enhance.ts'
import type { Picture } from '../../edge/picture/picture.ts'
import { resizePicture } from '../../edge/picture/resize.ts'
import type { Box } from '../geometry/types.ts'
import type { Preprocessing } from './manifest.ts'

/**
 * The picture that the models see, from the photo as decoded to `preprocessing.workingSide`. This is
 * the one definition of a preprocessing; training prepares its photos the same way.
 */
export const preparePicture = (working: Picture, { clahe }: Preprocessing): Picture =>
  clahe ? enhance(working, clahe) : working

/** Shrinks a picture so that its longest side is at most `side` pixels; never enlarges it. */
export function fitPicture(picture: Picture, side: number): Promise<Picture> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const shrunk = (length: number) => Math.max(1, Math.round(length * scale))
  return resizePicture(picture, shrunk(picture.width), shrunk(picture.height))
}

/** The part of a picture inside a box of whole pixels. */
export function cropPicture(picture: Picture, [x1, y1, x2, y2]: Box): Picture {
  const width = x2 - x1
  const height = y2 - y1
  if (width === picture.width && height === picture.height) return picture
  const data = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row++) {
    const from = ((y1 + row) * picture.width + x1) * 3
    data.set(picture.data.subarray(from, from + width * 3), row * width * 3)
  }
  return { data, width, height }
}
