import { type ClaheSettings, clahe } from './clahe.ts'
import { lumaOf, withLuma } from './luma.ts'
import type { Picture } from './picture.ts'

/**
 * Brings out low-contrast damage: CLAHE on the luma, chroma untouched, as the recipe of the
 * founding article in OpenCV (`RGB2YUV`, `createCLAHE(3.0, (6, 6))` on Y, `YUV2RGB`), byte for byte.
 */
export function enhance(picture: Picture, settings: ClaheSettings = {}): Picture {
  const luma = lumaOf(picture)
  return withLuma(picture, luma, clahe(luma, picture.width, picture.height, settings))
}
