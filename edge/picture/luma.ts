import type { Picture } from './picture.ts'

/** Fixed-point bits of OpenCV's 8-bit colour conversions. */
const SHIFT = 14
const HALF = 1 << (SHIFT - 1)

/**
 * Y of OpenCV's 8-bit `COLOR_RGB2YUV` (BT.601 weights, full range), byte for byte.
 *
 * @returns one byte per pixel, row-major
 * @see OpenCV modules/imgproc/src/color_yuv.simd.hpp, `RGB2YCrCb_i`
 */
export function lumaOf({ data, width, height }: Picture): Uint8Array {
  const luma = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] = (4899 * data[at]! + 9617 * data[at + 1]! + 1868 * data[at + 2]! + HALF) >> SHIFT
  }
  return luma
}

/**
 * The picture with another luma and its own chroma: `COLOR_RGB2YUV`, Y replaced, `COLOR_YUV2RGB`
 * of OpenCV's 8-bit conversions, byte for byte.
 *
 * @param luma what {@link lumaOf} gave for the picture
 * @param replacement as many bytes
 */
export function withLuma(
  { data, width, height }: Picture,
  luma: Uint8Array,
  replacement: Uint8Array,
): Picture {
  const { red, greenOfRed, blue, greenOfBlue } = chromaTables
  const out = new Uint8ClampedArray(data.length)
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    const y = luma[i]!
    const r = data[at]! - y + 255
    const b = data[at + 2]! - y + 255
    const next = replacement[i]!
    out[at] = next + red[r]!
    out[at + 1] = next + ((greenOfRed[r]! + greenOfBlue[b]!) >> SHIFT)
    out[at + 2] = next + blue[b]!
  }
  return { data: new Uint8Array(out.buffer), width, height }
}

/**
 * What chroma adds to luma, by R − Y or B − Y (plus 255): through the 8-bit U and V and back.
 * The green terms are unshifted, and the red one carries the rounding of their sum.
 */
const chromaTables = (() => {
  const red = new Int16Array(511)
  const blue = new Int16Array(511)
  const greenOfRed = new Int32Array(511)
  const greenOfBlue = new Int32Array(511)
  const scaled = (value: number) => (value + HALF) >> SHIFT
  const chroma = (value: number) => Math.min(Math.max(scaled(value + (128 << SHIFT)), 0), 255) - 128
  for (let i = 0; i < 511; i++) {
    const v = chroma((i - 255) * 14369)
    const u = chroma((i - 255) * 8061)
    red[i] = scaled(v * 18678)
    blue[i] = scaled(u * 33292)
    greenOfRed[i] = v * -9519 + HALF
    greenOfBlue[i] = u * -6472
  }
  return { red, blue, greenOfRed, greenOfBlue }
})()
