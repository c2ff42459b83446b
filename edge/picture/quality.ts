import { exposureOf } from './exposure.ts'
import type { Grey } from './grey.ts'
import { sharpnessOf } from './sharpness.ts'

/** What is wrong with a photo, most important first. */
export type CaptureReason = 'too_small' | 'too_dark' | 'too_bright' | 'glare' | 'blurred'

/** How usable a photo is, by its pixels alone; whether a vehicle is in view is not asked here. */
export interface CaptureQuality {
  /** 0 (blurred) to 1; see sharpness.ts. */
  sharpness: number
  /** Centre-weighted mean luma, 0 to 255; see exposure.ts. */
  brightness: number
  /** Centre-weighted share of blown highlights, 0 to 1; see exposure.ts. */
  glare: number
  /** Of the original, not of the picture measured. */
  megapixels: number
  /** The one thing most worth fixing; null if the photo is good enough. */
  reason: CaptureReason | null
  /** That reason as advice to the person who holds the camera. */
  advice: string | null
  shouldRetake: boolean
}

const advices: Readonly<Record<CaptureReason, string>> = {
  too_small: 'Send the original photo, not a thumbnail or a screenshot.',
  too_dark: 'Turn on a light or the flash, or take the photo in daylight.',
  too_bright: 'Step into the shade, or tap the car so that the camera exposes for it.',
  glare: 'Move a little to the side until the reflection leaves the damage.',
  blurred: 'Hold the phone still and tap the damage to focus.',
}

/**
 * Measured on 850 photos of damaged and undamaged cars and of other scenes, and on degraded copies:
 * each limit flags about 1 % of the photos as they are. See test/edge/picture/quality-real.test.ts.
 */
const limits = { megapixels: 0.15, dark: 35, bright: 215, glare: 0.2, sharpness: 0.4 } as const

/**
 * Judges a photo by its pixels: raw scores, and the one thing most worth fixing. Refuses nothing.
 *
 * @param grey the photo as `measuredGrey` gives it
 * @param original its size before anything was shrunk, in pixels
 */
export function captureQuality(grey: Grey, original: { width: number; height: number }): CaptureQuality {
  const { brightness, glare } = exposureOf(grey)
  const sharpness = sharpnessOf(grey)
  const megapixels = (original.width * original.height) / 1e6
  const reasons: [CaptureReason, boolean][] = [
    ['too_small', megapixels < limits.megapixels],
    ['too_dark', brightness < limits.dark],
    ['too_bright', brightness > limits.bright],
    ['glare', glare > limits.glare],
    ['blurred', sharpness < limits.sharpness],
  ]
  const reason = reasons.find(([, applies]) => applies)?.[0] ?? null
  const advice = reason && advices[reason]
  return { sharpness, brightness, glare, megapixels, reason, advice, shouldRetake: reason !== null }
}
