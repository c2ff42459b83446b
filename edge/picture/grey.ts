import { type GreyWindow, partsOf, roomFor, shrink } from './area-means.ts'
import { withKernel } from './kernel.ts'
import type { Picture } from './picture.ts'

/** A picture of one channel. */
export interface Grey {
  /** Row-major, `width * height` grey levels, 0 to 255. */
  data: Float32Array
  width: number
  height: number
}

/**
 * Longest side in pixels at which photos are measured. All have to be measured at one size, or the
 * larger of two copies would look blurred; this is about what the damage model sees of them.
 */
const MEASURED_SIDE = 512

/** What photos are judged and recognised by. */
export function measuredGrey({ data, width, height }: Picture): Grey {
  const count = width * height
  const parts = partsOf(width, height, ...sizeWithin(MEASURED_SIDE, width, height))
  return withKernel([data.length, count, ...roomFor(parts)], (kernel, memory, [rgb, luma, ...places]) => {
    memory.set(data, rgb)
    kernel.luma(rgb, count, luma)
    return shrink(kernel, parts, { from: luma, floats: false }, places)
  })
}

/**
 * Shrinks luma until its longest side is `maxSide`, each pixel the mean of the area it covers;
 * a smaller picture keeps its size.
 *
 * @param luma one byte per pixel, row-major
 */
export function shrinkLuma(luma: Uint8Array, width: number, height: number, maxSide: number): Grey {
  const parts = partsOf(width, height, ...sizeWithin(maxSide, width, height))
  return withKernel([luma.length, ...roomFor(parts)], (kernel, memory, [from, ...places]) => {
    memory.set(luma, from)
    return shrink(kernel, parts, { from, floats: false }, places)
  })
}

function sizeWithin(maxSide: number, width: number, height: number): [width: number, height: number] {
  const scale = Math.min(1, maxSide / Math.max(width, height))
  return [Math.max(Math.round(width * scale), 1), Math.max(Math.round(height * scale), 1)]
}

/**
 * Resamples a part of a picture to exactly `width` × `height` pixels, each the mean of the area it
 * covers: pixels on a border count by their share.
 */
export function resampleGrey(grey: Grey, width: number, height: number, window?: GreyWindow): Grey {
  const { data } = grey
  const parts = partsOf(grey.width, grey.height, width, height, window)
  return withKernel([4 * data.length, ...roomFor(parts)], (kernel, _memory, [from, ...places]) => {
    new Float32Array(kernel.memory.buffer, from, data.length).set(data)
    return shrink(kernel, parts, { from, floats: true }, places)
  })
}
