import { lumaOf } from './luma.ts'
import type { Picture } from './picture.ts'

/** What is wrong with a photo, most important first. */
export type CaptureReason = 'too_small' | 'too_dark' | 'too_bright' | 'glare' | 'blurred'

/** How usable a photo is, by its pixels alone; whether a vehicle is in view is not asked here. */
export interface CaptureQuality {
  /** Variance of the Laplacian of the luma; grey levels squared. */
  sharpness: number
  /** Mean luma, 0 to 255. */
  brightness: number
  /** Share of blown highlights, 0 to 1. */
  glare: number
  /** Of the original, not of the picture measured. */
  megapixels: number
  reason: CaptureReason | null
  advice: string | null
  shouldRetake: boolean
}

export const advices: Record<CaptureReason, string> = {
  too_small: 'Send the original photo, not a thumbnail or a screenshot',
  too_dark: 'Turn on a light or the flash, or move the car into daylight',
  too_bright: 'Step into the shade or lower the exposure',
  glare: 'Move a little to the side until the reflection is gone',
  blurred: 'Hold the phone still, wipe the lens and tap the damage to focus',
}

const thresholds = { megapixels: 0.03, dark: 40, bright: 225, glare: 0.25, sharpness: 20 }

/** Judges a photo by its pixels: raw scores, and the one thing most worth fixing. */
export function captureQuality(
  picture: Picture,
  original: { width: number; height: number },
): CaptureQuality {
  const luma = lumaOf(picture)
  const megapixels = (original.width * original.height) / 1e6
  const sharpness = laplacianVariance(luma, picture.width, picture.height)
  let sum = 0
  let blown = 0
  for (const value of luma) {
    sum += value
    if (value >= 250) blown++
  }
  const brightness = sum / luma.length
  const glare = blown / luma.length
  const reason: CaptureReason | null =
    megapixels < thresholds.megapixels
      ? 'too_small'
      : brightness < thresholds.dark
        ? 'too_dark'
        : brightness > thresholds.bright
          ? 'too_bright'
          : glare > thresholds.glare
            ? 'glare'
            : sharpness < thresholds.sharpness
              ? 'blurred'
              : null
  return {
    sharpness,
    brightness,
    glare,
    megapixels,
    reason,
    advice: reason && advices[reason],
    shouldRetake: reason !== null,
  }
}

function laplacianVariance(luma: Uint8Array, width: number, height: number): number {
  let sum = 0
  let squares = 0
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const value = luma[at - 1]! + luma[at + 1]! + luma[at - width]! + luma[at + width]! - 4 * luma[at]!
      sum += value
      squares += value * value
    }
  }
  const count = Math.max((width - 2) * (height - 2), 1)
  return Math.max(squares / count - (sum / count) ** 2, 0)
}
