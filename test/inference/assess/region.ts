import type { Region } from '../../../inference/decode/decode-instances.ts'
import { createShape } from '../../../inference/geometry/shape.ts'

/** A rectangular region: `[x, y, width, height]` in pixels. */
export const region = (
  label: string,
  [x, y, w, h]: [number, number, number, number],
  score = 0.9,
): Region => ({
  label,
  score,
  shape: createShape([
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ],
  ]),
})
