import type { Picture } from '../../edge/picture/picture.ts'
import type { Box } from '../geometry/types.ts'
import { MASK_SIDE } from '../instance.ts'

/** Zero to the networks, whose graphs pad by it, too. */
const GREY = 127

/**
 * Continues a picture in grey, to the right and below, until both sides are multiples of `step`.
 *
 * On a GPU cuDNN seeks its algorithms anew for every size of picture it meets, for seconds; photos of any
 * size come down to a few sizes this way. (ONNX Runtime's Node binding has no setting for the search.)
 *
 * @param step in pixels
 */
export function padPicture(picture: Picture, step: number): Picture {
  const width = Math.ceil(picture.width / step) * step
  const height = Math.ceil(picture.height / step) * step
  if (width === picture.width && height === picture.height) return picture
  const data = new Uint8Array(width * height * 3).fill(GREY)
  const row = picture.width * 3
  for (let y = 0; y < picture.height; y++) {
    data.set(picture.data.subarray(y * row, (y + 1) * row), y * width * 3)
  }
  return { data, width, height }
}

/**
 * A box and its mask without what of them lies in the padding.
 *
 * @param mask `MASK_SIDE`² values laid over the box
 * @returns null where nothing is left
 */
export function withoutPadding(
  box: Box,
  mask: Float32Array,
  { width, height }: { width: number; height: number },
): { box: Box; mask: Float32Array } | null {
  const [x1, y1, x2, y2] = box
  if (x2 <= width && y2 <= height) return { box, mask }
  const [right, bottom] = [Math.min(x2, width), Math.min(y2, height)]
  if (x1 >= right || y1 >= bottom) return null
  const scaleX = (right - x1) / (x2 - x1)
  const scaleY = (bottom - y1) / (y2 - y1)
  const cut = new Float32Array(mask.length)
  for (let y = 0; y < MASK_SIDE; y++) {
    for (let x = 0; x < MASK_SIDE; x++) {
      // Values stand for the middles of their pixels.
      cut[y * MASK_SIDE + x] = sample(mask, (x + 0.5) * scaleX - 0.5, (y + 0.5) * scaleY - 0.5)
    }
  }
  return { box: [x1, y1, right, bottom], mask: cut }
}

/** Bilinear, continued at the border. */
function sample(mask: Float32Array, x: number, y: number): number {
  const [left, top] = [Math.max(Math.floor(x), 0), Math.max(Math.floor(y), 0)]
  const [right, bottom] = [Math.min(left + 1, MASK_SIDE - 1), Math.min(top + 1, MASK_SIDE - 1)]
  const [shareX, shareY] = [Math.max(x - left, 0), Math.max(y - top, 0)]
  const at = (column: number, row: number) => mask[row * MASK_SIDE + column] as number
  const upper = at(left, top) * (1 - shareX) + at(right, top) * shareX
  const lower = at(left, bottom) * (1 - shareX) + at(right, bottom) * shareX
  return upper * (1 - shareY) + lower * shareY
}
