import type { Path64 } from 'clipper2-ts'
import type { Ring } from './types.ts'

/**
 * An outline on the grid of whole numbers that Clipper2 computes on, which is what makes it robust. At 256 steps
 * per pixel its cross products stay exact in doubles up to photos of 100,000 pixels.
 */
export type FixedPath = Path64

export const STEPS_PER_PIXEL = 256

export const toFixedPath = (ring: Ring): FixedPath =>
  ring.map(([x, y]) => ({ x: Math.round(x * STEPS_PER_PIXEL), y: Math.round(y * STEPS_PER_PIXEL) }))

export const fromFixedPath = (path: FixedPath): Ring =>
  path.map(({ x, y }) => [x / STEPS_PER_PIXEL, y / STEPS_PER_PIXEL])

/** In square pixels; outlines count positive clockwise on a screen, holes negative. */
export function fixedArea(paths: readonly FixedPath[]): number {
  let twice = 0
  for (const path of paths) {
    let previous = path.at(-1) ?? { x: 0, y: 0 }
    for (const point of path) {
      twice += previous.x * point.y - point.x * previous.y
      previous = point
    }
  }
  return twice / 2 / STEPS_PER_PIXEL ** 2
}
