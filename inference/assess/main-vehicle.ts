import type { Region } from '../decode/decode-instances.ts'
import { boxGap, encloseBoxes } from '../geometry/box.ts'
import type { Box } from '../geometry/types.ts'

/** Parts further apart than this share of the larger one's longer side are not next to each other on one vehicle. */
const NEXT_TO = 0.5

/** Groups further apart than this share of the larger one's longer side are not one vehicle. */
const ONE_VEHICLE = 0.5

/** Every vehicle has one of each, at most; left and right are too easily taken for each other to be listed here. */
const UNIQUE = new Set([
  'back_bumper',
  'back_glass',
  'front_bumper',
  'front_glass',
  'hood',
  'tailgate',
  'trunk',
])

/**
 * The parts of the vehicle that the photo is about: of several, the one that fills most of the photo.
 *
 * Parts next to each other make a group. A group with two hoods (bumpers, windscreens) is two vehicles one behind
 * the other, and is divided between these. The largest group is the vehicle; another one belongs to it too if it
 * is near and repeats none of those parts, for panels between them may have no class.
 *
 * @returns some of the parts, in their order
 */
export function mainVehicle(parts: readonly Region[]): Region[] {
  const groups = group(parts).flatMap(divide)
  groups.sort((a, b) => areaOf(b) - areaOf(a))
  const [vehicle = [], ...others] = groups
  for (const other of others) if (belongs(other, vehicle)) vehicle.push(...other)
  return parts.filter((part) => vehicle.includes(part))
}

/** The box around the outlines of all regions; null where there are none. */
export function boxAround(regions: readonly Region[]): Box | null {
  return regions.reduce<Box | null>(
    (box, { shape }) => (box ? encloseBoxes(box, shape.box) : shape.box),
    null,
  )
}

const areaOf = (regions: readonly Region[]): number => regions.reduce((sum, { shape }) => sum + shape.area, 0)

const longerSide = ([x1, y1, x2, y2]: Box): number => Math.max(x2 - x1, y2 - y1)

const near = (a: Box, b: Box, share: number): boolean =>
  boxGap(a, b) <= share * Math.max(longerSide(a), longerSide(b))

function group(parts: readonly Region[]): Region[][] {
  const waiting = new Set(parts)
  const groups: Region[][] = []
  for (const first of parts) {
    if (!waiting.delete(first)) continue
    const members = [first]
    // Grows while it is walked, until nothing more is next to any member.
    for (const member of members) {
      for (const other of waiting) {
        if (!near(member.shape.box, other.shape.box, NEXT_TO)) continue
        waiting.delete(other)
        members.push(other)
      }
    }
    groups.push(members)
  }
  return groups
}

/** Splits a group at the two largest of a part that a vehicle has once: each other part goes to the nearer one. */
function divide(members: Region[]): Region[][] {
  for (const name of UNIQUE) {
    const [a, b] = members.filter(({ label }) => label === name).sort((x, y) => y.shape.area - x.shape.area)
    if (!a || !b) continue
    const withA = members.filter(
      (part) => part !== b && (part === a || nearness(part, a) <= nearness(part, b)),
    )
    const withB = members.filter((part) => !withA.includes(part))
    return [...divide(withA), ...divide(withB)]
  }
  return [members]
}

/** Distance of two centres in units of the anchor's longer side: a large vehicle's parts lie further apart. */
function nearness({ shape: { box } }: Region, { shape: { box: anchor } }: Region): number {
  const dx = box[0] + box[2] - anchor[0] - anchor[2]
  const dy = box[1] + box[3] - anchor[1] - anchor[3]
  return Math.hypot(dx, dy) / 2 / longerSide(anchor)
}

function belongs(other: Region[], vehicle: Region[]): boolean {
  const names = new Set(vehicle.map(({ label }) => label))
  if (other.some(({ label }) => UNIQUE.has(label) && names.has(label))) return false
  const [a, b] = [boxAround(other), boxAround(vehicle)]
  return a !== null && b !== null && near(a, b, ONE_VEHICLE)
}
