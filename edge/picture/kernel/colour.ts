// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.

/**
 * Y of OpenCV's 8-bit RGB2YUV: (4899 R + 9617 G + 1868 B + 8192) >> 14.
 * Works on 16 pixels at a time: up to 15 pixels behind both pictures are touched, too.
 *
 * @param rgb three bytes per pixel
 * @param out one byte per pixel
 */
export function luma(rgb: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 16) {
    const at = rgb + 3 * i
    const low = i16x8.narrow_i32x4_s(lumaOfFour(at), lumaOfFour(at + 12))
    const high = i16x8.narrow_i32x4_s(lumaOfFour(at + 24), lumaOfFour(at + 36))
    v128.store(out + i, i8x16.narrow_i16x8_u(low, high))
  }
}

function lumaOfFour(rgb: usize): v128 {
  const pixels = v128.load(rgb)
  const redGreen = i8x16.swizzle(pixels, i8x16(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1))
  const blue = i8x16.swizzle(pixels, i8x16(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1))
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(redGreen, i32x4.splat(4899 | (9617 << 16))),
    i32x4.dot_i16x8_s(blue, i32x4.splat(1868)),
  )
  return scaled(sum)
}

/**
 * The picture with another luma: OpenCV's 8-bit RGB2YUV, Y replaced, YUV2RGB.
 * Works on 8 pixels at a time: up to 7 pixels behind each picture are touched, too.
 *
 * @param rgb three bytes per pixel
 * @param luma its Y
 * @param replacement the Y to have instead
 * @param out three bytes per pixel, and 8 bytes more that are overwritten
 */
export function replaceLuma(rgb: usize, luma: usize, replacement: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 8) {
    const first = v128.load(rgb + 3 * i)
    const last = v128.load64_zero(rgb + 3 * i + 16)
    const red = i8x16.shuffle(first, last, 0, 24, 3, 24, 6, 24, 9, 24, 12, 24, 15, 24, 18, 24, 21, 24)
    const blue = i8x16.shuffle(first, last, 2, 24, 5, 24, 8, 24, 11, 24, 14, 24, 17, 24, 20, 24, 23, 24)
    const y = v128.load8x8_u(luma + i)
    const next = v128.load8x8_u(replacement + i)
    const v = chroma(i16x8.sub(red, y), 14369)
    const u = chroma(i16x8.sub(blue, y), 8061)

    const r = i16x8.add(next, weighted(v, v, 18678))
    const g = i16x8.add(next, weighted(u, v, (-6472 & 0xffff) | (-9519 << 16)))
    // U's weight 33292 is beyond 16 bits: half of it, twice.
    const b = i16x8.add(next, weighted(u, u, 16646 | (16646 << 16)))
    const redGreen = i8x16.narrow_i16x8_u(r, g)
    const blues = i8x16.narrow_i16x8_u(b, b)
    v128.store(
      out + 3 * i,
      i8x16.shuffle(redGreen, blues, 0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5),
    )
    v128.store64_lane(
      out + 3 * i + 16,
      i8x16.shuffle(redGreen, blues, 13, 21, 6, 14, 22, 7, 15, 23, 0, 0, 0, 0, 0, 0, 0, 0),
      0,
    )
  }
}

/** The 8-bit chroma, less 128: a difference from luma times its weight over 2^14, saturated. */
function chroma(difference: v128, weight: i16): v128 {
  const factor = i16x8.splat(weight)
  const low = scaled(i32x4.extmul_low_i16x8_s(difference, factor))
  const high = scaled(i32x4.extmul_high_i16x8_s(difference, factor))
  const words = i16x8.narrow_i32x4_s(low, high)
  return i16x8.min_s(i16x8.max_s(words, i16x8.splat(-128)), i16x8.splat(127))
}

/** Sum of two chromas times their weights over 2^14; the weights lie in the halves of a word, `a`'s lower. */
function weighted(a: v128, b: v128, weights: i32): v128 {
  const pair = i32x4.splat(weights)
  const low = i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
  const high = i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
  return i16x8.narrow_i32x4_s(scaled(i32x4.dot_i16x8_s(low, pair)), scaled(i32x4.dot_i16x8_s(high, pair)))
}

function scaled(sums: v128): v128 {
  return i32x4.shr_s(i32x4.add(sums, i32x4.splat(8192)), 14)
}
