import { clipRing } from '../geometry/clip-ring.ts'
import { insideRing } from '../geometry/inside.ts'
import { ringArea, ringPerimeter, ringsBox, signedArea } from '../geometry/ring.ts'
import { simplifyRing } from '../geometry/simplify.ts'
import type { Box, Point, Ring } from '../geometry/types.ts'
import { MASK_SIDE } from '../instance.ts'
import { contours } from './contours.ts'
import { joinHoles } from './keyhole.ts'

/** Most vertices of one outline, holes included. */
export const MAX_POINTS = 64

/** Fewer vertices enclose nothing. */
const LEAST_POINTS = 3

/** Probability at which a soft mask's inside begins, as in torchvision's own evaluation. */
const MASK_LEVEL = 0.5

/** Pieces and holes with less than this share of the largest piece's area are noise of the mask head. */
const SPECK_SHARE = 0.01

/** Holes beyond this many in one piece, the largest first, are filled: each takes vertices from the outline. */
const MAX_HOLES = 4

/** Detail with less than this share of its outline's area is not worth a vertex. */
const DETAIL_SHARE = 2e-4

/**
 * Outlines of a soft mask in the photo. Sample (i, j) of the mask lies at ((i + 0.5) / 28, (j + 0.5) / 28) of
 * the box and everything outside the mask counts as 0: where torchvision's `paste_masks_in_image` puts it,
 * without that function's rounding of the box to whole pixels.
 *
 * @param mask row-major 28 × 28 probabilities
 * @param box in pixels of the photo; may reach beyond it
 * @returns disjoint pieces inside the photo, each of at most 64 points, holes led into
 *   (see keyhole.ts); none where the mask nowhere reaches one half, or lies outside the photo
 */
export function maskToRings(mask: Float32Array, box: Box, photo: { width: number; height: number }): Ring[] {
  const [x1, y1, x2, y2] = box
  if (!(x2 > x1 && y2 > y1) || !box.every(Number.isFinite)) return []
  const toPhoto = ([i, j]: Point): Point => [
    x1 + ((i + 0.5) / MASK_SIDE) * (x2 - x1),
    y1 + ((j + 0.5) / MASK_SIDE) * (y2 - y1),
  ]
  const lines = contours(mask, MASK_SIDE, MASK_LEVEL).map((line) => line.map(toPhoto))
  return pieces(withinPhoto(lines, photo)).map(simplifyPiece)
}

interface Piece {
  outer: Ring
  holes: Ring[]
}

function withinPhoto(lines: Ring[], { width, height }: { width: number; height: number }): Ring[] {
  const [x1, y1, x2, y2] = ringsBox(lines)
  if (x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height) return lines
  return lines.map((line) => clipRing(line, [0, 0, width, height]))
}

function pieces(lines: Ring[]): Piece[] {
  const byArea = lines.map((line) => ({ line, area: signedArea(line) }))
  byArea.sort((a, b) => Math.abs(b.area) - Math.abs(a.area))
  const smallest = SPECK_SHARE * (byArea.find(({ area }) => area > 0)?.area ?? 0)
  const found: Piece[] = []
  for (const { line, area } of byArea) {
    if (Math.abs(area) < smallest || area === 0) continue
    if (area > 0) found.push({ outer: line, holes: [] })
    else ownerOf(line, found)?.holes.push(line)
  }
  return found
}

/** The smallest piece around a hole: an island in another piece's hole may have one too. */
const ownerOf = (hole: Ring, found: Piece[]): Piece | undefined =>
  found.findLast(({ outer }) => insideRing(hole[0] as Point, outer))

function simplifyPiece({ outer, holes }: Piece): Ring {
  const kept = holes.slice(0, MAX_HOLES)
  const rings = [outer, ...kept]
  // Each hole takes two more to be led into. Beyond the three that every ring needs, the longest get the most.
  const room = MAX_POINTS - 2 * kept.length - LEAST_POINTS * rings.length
  const perimeter = rings.reduce((sum, ring) => sum + ringPerimeter(ring), 0)
  const simplify = (ring: Ring): Ring => {
    const points = LEAST_POINTS + Math.floor((room * ringPerimeter(ring)) / perimeter)
    return simplifyRing(ring, points, DETAIL_SHARE * ringArea(ring))
  }
  return joinHoles(simplify(outer), kept.map(simplify))
}
