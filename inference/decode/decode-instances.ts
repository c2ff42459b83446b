import { createShape, type Shape } from '../geometry/shape.ts'
import type { Instance } from '../instance.ts'
import { maskToRings } from './mask-to-rings.ts'

/** An instance as an outlined region of the photo. */
export interface Region {
  label: string
  /** Calibrated confidence, 0 to 1. */
  score: number
  shape: Shape
}

/**
 * Outlines instances in tenths of a pixel, the resolution of the answer, so that every area is that of the
 * polygon the caller gets. Those without area in the photo, or without a finite score, are left out.
 */
export function decodeInstances(
  instances: readonly Instance[],
  photo: { width: number; height: number },
): Region[] {
  return instances
    .filter(({ score }) => Number.isFinite(score))
    .map(({ label, score, box, mask }) => ({
      label,
      score: Math.min(1, Math.max(0, score)),
      shape: createShape(maskToRings(mask, box, photo)),
    }))
    .filter(({ shape }) => shape.area > 0)
}
