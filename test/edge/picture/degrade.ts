import type { Picture } from '../../../edge/picture/picture.ts'
import { sharpOf } from './drawn.ts'

function each(picture: Picture, change: (value: number, x: number, y: number) => number): Picture {
  const { data, width, height } = picture
  // Clamped: what is brighter than white is white.
  const out = new Uint8ClampedArray(data.length)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++, at++) out[at] = change(data[at]!, x, y)
    }
  }
  return { data: new Uint8Array(out.buffer), width, height }
}

export const darkened = (picture: Picture, factor: number): Picture =>
  each(picture, (value) => value * factor)

export const overexposed = darkened

/** A reflection of a flash; `radius` as a share of the longer side. */
export function flashed(picture: Picture, radius: number): Picture {
  const { width, height } = picture
  const spread = (radius * Math.max(width, height)) ** 2
  return each(
    picture,
    (value, x, y) => value + 600 * Math.exp(-((x - width * 0.45) ** 2 + (y - height * 0.55) ** 2) / spread),
  )
}

/** Out of focus; `sigma` in pixels. */
export async function softened(picture: Picture, sigma: number): Promise<Picture> {
  return { ...picture, data: await sharpOf(picture).blur(sigma).raw().toBuffer() }
}

/** Moved diagonally by so many pixels while the shutter was open; smaller by as much. */
export function moved(picture: Picture, pixels: number): Picture {
  const { data } = picture
  const width = picture.width - pixels
  const height = picture.height - pixels
  const out = new Uint8Array(width * height * 3)
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width * 3; x++, to++) {
      let sum = 0
      for (let i = 0; i < pixels; i++) sum += data[((y + i) * picture.width + i) * 3 + x]!
      out[to] = sum / pixels
    }
  }
  return { data: out, width, height }
}
