import type { Box } from './geometry/types.ts'

/** Side of the square soft mask that the mask head gives for every detection. */
export const MASK_SIDE = 28

/** One detection of a Mask R-CNN, before it becomes a polygon. */
export interface Instance {
  /** Class name, as the manifest lists it. */
  label: string
  /** Calibrated confidence, 0 to 1. */
  score: number
  /** In pixels of the upright original photo. */
  box: Box
  /** Row-major MASK_SIDE × MASK_SIDE probabilities over the box, 0 to 1. */
  mask: Float32Array
}
