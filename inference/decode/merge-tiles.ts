import { boxArea, boxIou, intersectBoxes } from '../geometry/box.ts'
import type { Box } from '../geometry/types.ts'
import type { Instance } from '../instance.ts'
import { joinInstances } from './join-instances.ts'
import { byRank, nms } from './nms.ts'

/** What the model found in one tile, already in pixels of the photo. */
export interface TileDetections {
  tile: Box
  instances: Instance[]
}

export interface MergeOptions {
  /**
   * Box overlap above which the lower-scored of two of one class goes.
   * @default 0.5
   */
  iou?: number
  /**
   * Share of a cut instance's box which another one has to cover to make it superfluous.
   * @default 0.7
   */
  contained?: number
  /**
   * How well two cut instances have to agree (box overlap) where both tiles see, to be one damage.
   * @default 0.5
   */
  agreement?: number
  /**
   * How near to a tile's side a box counts as cut by it, as a share of the tile.
   * @default 0.01
   */
  margin?: number
}

interface Found {
  instance: Instance
  /** Where it was looked at. */
  tiles: Box[]
  /** For each side of its box, in the box's order, whether a tile's inner side cut it off there. */
  cuts: boolean[]
}

/**
 * One list of instances from overlapping tiles.
 *
 * An instance that a tile's inner side cut off yields to one of the same class that covers it. Two that were cut
 * and agree where both tiles see are joined, again and again, so that a scratch across three tiles is one damage.
 * Then class-aware suppression, as within one picture.
 *
 * @param photo whose pixels boxes and tiles are in
 * @returns best first
 */
export function mergeTiles(
  levels: readonly TileDetections[],
  photo: { width: number; height: number },
  { iou = 0.5, contained = 0.7, agreement = 0.5, margin = 0.01 }: MergeOptions = {},
): Instance[] {
  const found = levels
    .flatMap(({ tile, instances }) =>
      instances.map(
        (instance): Found => ({
          instance,
          tiles: [tile],
          cuts: cutSides(instance.box, tile, photo, margin),
        }),
      ),
    )
    .sort((a, b) => byRank(a.instance, b.instance))
  const joined = joinCut(found, agreement)
  const whole = joined.filter(
    (candidate) => !joined.some((other) => makesSuperfluous(other, candidate, contained)),
  )
  return nms(
    whole.map(({ instance }) => instance),
    iou,
  )
}

function cutSides(
  box: Box,
  tile: Box,
  { width, height }: { width: number; height: number },
  margin: number,
): boolean[] {
  const near = margin * Math.max(tile[2] - tile[0], tile[3] - tile[1])
  const border = [0, 0, width, height]
  return box.map((side, i) => {
    const end = tile[i] as number
    return end !== border[i] && Math.abs(side - end) <= near
  })
}

const isCut = ({ cuts }: Found): boolean => cuts.includes(true)

/** Joins pairs that match until none does. */
function joinCut(found: Found[], agreement: number): Found[] {
  const pool = [...found]
  for (let i = 0; i < pool.length; i++) {
    for (let j = i + 1; j < pool.length; j++) {
      const a = pool[i] as Found
      const b = pool[j] as Found
      if (!continues(a, b, agreement)) continue
      pool[i] = {
        instance: joinInstances(a.instance, b.instance),
        tiles: [...a.tiles, ...b.tiles],
        cuts: a.cuts.map((_, side) => outermost(a, b, side)),
      }
      pool.splice(j, 1)
      j = i
    }
  }
  return pool
}

/** Whether the joined box is cut off on one side: as the piece that reaches further there was. */
function outermost(a: Found, b: Found, side: number): boolean {
  const outward = side < 2 ? -1 : 1
  const lead = outward * ((a.instance.box[side] as number) - (b.instance.box[side] as number))
  const [cutA, cutB] = [a.cuts[side] as boolean, b.cuts[side] as boolean]
  if (lead === 0) return cutA && cutB
  return lead > 0 ? cutA : cutB
}

/** Whether two cut instances of one class show the same thing where both were looked at, in different tiles. */
function continues(a: Found, b: Found, agreement: number): boolean {
  if (!isCut(a) || !isCut(b) || a.instance.label !== b.instance.label) return false
  return a.tiles.some((tileA) =>
    b.tiles.some((tileB) => tileA !== tileB && agree(a, tileA, b, tileB, agreement)),
  )
}

function agree(a: Found, tileA: Box, b: Found, tileB: Box, agreement: number): boolean {
  const common = intersectBoxes(tileA, tileB)
  const inA = intersectBoxes(a.instance.box, common)
  const inB = intersectBoxes(b.instance.box, common)
  return boxArea(inA) > 0 && boxArea(inB) > 0 && boxIou(inA, inB) >= agreement
}

function makesSuperfluous(other: Found, candidate: Found, contained: number): boolean {
  if (other === candidate || !isCut(candidate) || other.instance.label !== candidate.instance.label)
    return false
  // Of two that cover each other the one that was not cut stays, or else the larger, or else the better.
  const shared = boxArea(intersectBoxes(other.instance.box, candidate.instance.box))
  if (shared < contained * boxArea(candidate.instance.box)) return false
  if (!isCut(other)) return true
  const gain = boxArea(other.instance.box) - boxArea(candidate.instance.box)
  return gain !== 0 ? gain > 0 : byRank(other.instance, candidate.instance) < 0
}
