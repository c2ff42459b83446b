import { withKernel } from './kernel.ts'
import type { Picture } from './picture.ts'

/**
 * Y of OpenCV's 8-bit `COLOR_RGB2YUV` (BT.601 weights, full range), byte for byte.
 *
 * @returns one byte per pixel, row-major
 * @see OpenCV modules/imgproc/src/color_yuv.simd.hpp, `RGB2YCrCb_i`
 */
export function lumaOf({ data, width, height }: Picture): Uint8Array {
  const count = width * height
  return withKernel([data.length, count], (kernel, memory, [rgb, luma]) => {
    memory.set(data, rgb)
    kernel.luma(rgb, count, luma)
    return memory.slice(luma, luma + count)
  })
}
