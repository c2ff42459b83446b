import { type FixedPath, toFixedPath } from './fixed-path.ts'
import { ringsBox, signedArea } from './ring.ts'
import type { Box, Ring } from './types.ts'

/**
 * A region of the photo: disjoint pieces, each one closed outline. A piece with a hole is one outline too,
 * led into the hole and back along the same line (see decode/keyhole.ts), so that outlines alone say it all.
 */
export interface Shape {
  /** Pieces, largest first, in pixels, all clockwise on a screen. */
  rings: Ring[]
  /** In square pixels. */
  area: number
  box: Box
  /** The same outlines as clipping.ts takes them; kept, for a shape is clipped against many. */
  paths: FixedPath[]
}

/** Measures rings that do not overlap one another; those without area are left out. */
export function createShape(outlines: Ring[]): Shape {
  const measured = outlines.map((ring) => ({ ring, area: signedArea(ring) })).filter(({ area }) => area !== 0)
  measured.sort((a, b) => Math.abs(b.area) - Math.abs(a.area))
  const rings = measured.map(({ ring, area }) => (area > 0 ? ring : [...ring].reverse()))
  const area = measured.reduce((sum, piece) => sum + Math.abs(piece.area), 0)
  return { rings, area, box: ringsBox(rings), paths: rings.map(toFixedPath) }
}
