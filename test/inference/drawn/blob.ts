import { ringsBox } from '../../../inference/geometry/ring.ts'
import type { Box, Point, Ring } from '../../../inference/geometry/types.ts'
import { MASK_SIDE } from '../../../inference/instance.ts'
import { coverage } from './coverage.ts'

/** How a smooth closed outline deviates from an ellipse: per wave, how often around, how strongly, from where. */
export interface BlobSpec {
  centre: Point
  radii: [number, number]
  waves: { count: number; strength: number; phase: number }[]
}

/** The outline, finely sampled, in the unit of the spec. */
export function blobRing({ centre: [cx, cy], radii: [rx, ry], waves }: BlobSpec, points = 200): Ring {
  return Array.from({ length: points }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / points
    const swell = waves.reduce(
      (sum, { count, strength, phase }) => sum + strength * Math.sin(count * angle + phase),
      1,
    )
    return [cx + rx * swell * Math.cos(angle), cy + ry * swell * Math.sin(angle)]
  })
}

/** What a perfect mask head would answer for a region: its tight box and the share of each of 28 × 28 cells inside. */
export function perfectMask(rings: Ring[]): { box: Box; mask: Float32Array } {
  const box = ringsBox(rings)
  const [x1, y1, x2, y2] = box
  const toCells = ([x, y]: Point): Point => [
    ((x - x1) / (x2 - x1)) * MASK_SIDE,
    ((y - y1) / (y2 - y1)) * MASK_SIDE,
  ]
  return {
    box,
    mask: coverage(
      rings.map((ring) => ring.map(toCells)),
      MASK_SIDE,
      MASK_SIDE,
    ),
  }
}
