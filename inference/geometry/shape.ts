import { ringArea, ringsBox } from './ring.ts'
import type { Box, Ring } from './types.ts'

/**
 * A region of the photo: disjoint pieces, each one closed outline. A piece with a hole is one outline too,
 * led into the hole and back along the same line (see decode/keyhole.ts), so that outlines alone say it all.
 */
export interface Shape {
  /** Pieces, largest first, in pixels. */
  rings: Ring[]
  /** In square pixels. */
  area: number
  box: Box
}

/** Measures rings that do not overlap one another; those without area are left out. */
export function createShape(outlines: Ring[]): Shape {
  const measured = outlines.map((ring) => ({ ring, area: ringArea(ring) })).filter(({ area }) => area > 0)
  measured.sort((a, b) => b.area - a.area)
  const rings = measured.map(({ ring }) => ring)
  return { rings, area: measured.reduce((sum, { area }) => sum + area, 0), box: ringsBox(rings) }
}
