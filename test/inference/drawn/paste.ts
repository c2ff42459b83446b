import type { Box } from '../../../inference/geometry/types.ts'
import { MASK_SIDE } from '../../../inference/instance.ts'

/**
 * The mask drawn into a bitmap as torchvision's `paste_masks_in_image` does it: padded by a sample of 0 all
 * around, stretched over the box bilinearly with half-pixel centres, inside from one half on.
 *
 * @param samples pixels of the bitmap per pixel of the photo
 */
export function paste(
  mask: Float32Array,
  [x1, y1, x2, y2]: Box,
  photo: { width: number; height: number },
  samples = 1,
) {
  const width = photo.width * samples
  const height = photo.height * samples
  const bitmap = new Uint8Array(width * height)
  const at = (i: number, j: number) =>
    i < 0 || j < 0 || i >= MASK_SIDE || j >= MASK_SIDE ? 0 : (mask[j * MASK_SIDE + i] as number)
  for (let y = Math.max(0, Math.floor(y1 * samples)); y < Math.min(height, Math.ceil(y2 * samples)); y++) {
    const v = (((y + 0.5) / samples - y1) / (y2 - y1)) * MASK_SIDE - 0.5
    const j = Math.floor(v)
    for (let x = Math.max(0, Math.floor(x1 * samples)); x < Math.min(width, Math.ceil(x2 * samples)); x++) {
      const u = (((x + 0.5) / samples - x1) / (x2 - x1)) * MASK_SIDE - 0.5
      const i = Math.floor(u)
      const top = at(i, j) * (1 - u + i) + at(i + 1, j) * (u - i)
      const bottom = at(i, j + 1) * (1 - u + i) + at(i + 1, j + 1) * (u - i)
      if (top * (1 - v + j) + bottom * (v - j) >= 0.5) bitmap[y * width + x] = 1
    }
  }
  return bitmap
}
