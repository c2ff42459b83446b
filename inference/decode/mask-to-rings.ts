import { areApart } from '../geometry/apart.ts'
import { clipRing } from '../geometry/clip-ring.ts'
import { insideRing } from '../geometry/inside.ts'
import { ringArea, ringPerimeter, ringsBox, signedArea } from '../geometry/ring.ts'
import { simplifyRing } from '../geometry/simplify.ts'
import { simplifyUncrossed } from '../geometry/simplify-uncrossed.ts'
import { samePoint } from '../geometry/turn.ts'
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
 * @returns disjoint pieces inside the photo in tenths of a pixel, the resolution of the answer, each of at most
 *   64 points, holes led into (see keyhole.ts); none where the mask nowhere reaches one half, or lies outside
 *   the photo
 */
export function maskToRings(mask: Float32Array, box: Box, photo: { width: number; height: number }): Ring[] {
  const [x1, y1, x2, y2] = box
  if (!(x2 > x1 && y2 > y1) || !box.every(Number.isFinite)) return []
  const toPhoto = ([i, j]: Point): Point => [
    x1 + ((i + 0.5) / MASK_SIDE) * (x2 - x1),
    y1 + ((j + 0.5) / MASK_SIDE) * (y2 - y1),
  ]
  const lines = contours(mask, MASK_SIDE, MASK_LEVEL).map((line) => line.map(toPhoto))
  return outline(pieces(withinPhoto(lines, photo))).map((ring) =>
    ring.map(([x, y]): Point => [x / 10, y / 10]),
  )
}

interface Piece {
  outer: Ring
  /** Largest first. */
  holes: Ring[]
}

function withinPhoto(lines: Ring[], { width, height }: { width: number; height: number }): Ring[] {
  const [x1, y1, x2, y2] = ringsBox(lines)
  if (x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height) return lines
  return lines.map((line) => clipRing(line, [0, 0, width, height]))
}

/** Largest first. */
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

/**
 * One outline for each piece, in whole tenths of a pixel: what is joined, and tested for crossings, is then what is
 * answered, and every test of it exact.
 */
function outline(found: Piece[]): Ring[] {
  const simple = found.map(({ outer, holes }) => simplifyTogether([outer, ...holes.slice(0, MAX_HOLES)]))
  const rings = areApart(simple.flat(), 0.1)
    ? simple.map(([outer, ...holes]) => joinHoles(inTenths(outer as Ring), holes.map(inTenths)))
    : outlineUncrossed(
        found.map(({ outer, holes }) => ({ outer: inTenths(outer), holes: holes.map(inTenths) })),
      )
  // An island in a hole that was filled is no piece of its own any more.
  return rings.filter((ring, i) => !rings.slice(0, i).some((larger) => liesInside(ring, larger)))
}

function inTenths(line: Ring): Ring {
  const rounded = line.map(([x, y]): Point => [Math.round(10 * x), Math.round(10 * y)])
  return rounded.filter((point, i) => !samePoint(point, rounded.at(i - 1) as Point))
}

const liesInside = (ring: Ring, larger: Ring): boolean => ring.every((point) => insideRing(point, larger))

function outlineUncrossed(found: Piece[]): Ring[] {
  const done: Ring[] = []
  for (const [index, { outer, holes }] of found.entries()) {
    const others = [...done, ...found.slice(index + 1).flatMap((piece) => [piece.outer, ...piece.holes])]
    done.push(simplifyPiece(outer, holes, others))
  }
  return done
}

/** With as many of its holes as have room: to fewer points than a thin outline takes, it would cross a hole. */
function simplifyPiece(outer: Ring, holes: Ring[], others: Ring[]): Ring {
  for (let count = Math.min(holes.length, MAX_HOLES); count >= 0; count--) {
    const rings = simplifyAround([outer, ...holes.slice(0, count)], others)
    if (rings) return joinHoles(rings[0] as Ring, rings.slice(1))
  }
  return simplifyUncrossed(outer, MAX_POINTS, 0, []) ?? simplifyRing(outer, MAX_POINTS)
}

const simplifyTogether = (rings: Ring[]): Ring[] => {
  const shares = pointShares(rings)
  return rings.map((ring, i) => simplifyRing(ring, shares[i] as number, detailOf(ring)))
}

/** @returns null where they take too many points not to cross one another, or the others */
function simplifyAround(rings: Ring[], others: Ring[]): Ring[] | null {
  const shares = pointShares(rings)
  const simple = [...rings]
  for (const [i, ring] of rings.entries()) {
    const around = [...simple.filter((_, at) => at !== i), ...others]
    const simpler = simplifyUncrossed(ring, shares[i] as number, detailOf(ring), around)
    if (!simpler) return null
    simple[i] = simpler
  }
  return simple
}

const detailOf = (ring: Ring): number => DETAIL_SHARE * ringArea(ring)

/** How many points each outline of a piece may have. */
function pointShares(rings: Ring[]): number[] {
  // Each hole takes two more to be led into. Beyond the three that every ring needs, the longest get the most.
  const room = MAX_POINTS - 2 * (rings.length - 1) - LEAST_POINTS * rings.length
  const perimeters = rings.map(ringPerimeter)
  const perimeter = perimeters.reduce((sum, length) => sum + length, 0)
  return perimeters.map((length) => LEAST_POINTS + Math.floor((room * length) / perimeter))
}
