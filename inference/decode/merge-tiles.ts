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
  tile: Box
  /** Whether a side of its tile that is not the photo's border cuts it off. */
  cut: boolean
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
      instances.map((instance): Found => ({ instance, tile, cut: isCut(instance.box, tile, photo, margin) })),
    )
    .sort((a, b) => byRank(a.instance, b.instance))
  const joined = joinCut(found, agreement, photo, margin)
  const whole = joined.filter(
    (candidate) => !joined.some((other) => makesSuperfluous(other, candidate, contained)),
  )
  return nms(
    whole.map(({ instance }) => instance),
    iou,
  )
}

function isCut(
  box: Box,
  tile: Box,
  { width, height }: { width: number; height: number },
  margin: number,
): boolean {
  const near = margin * Math.max(tile[2] - tile[0], tile[3] - tile[1])
  return (
    (tile[0] > 0 && box[0] - tile[0] <= near) ||
    (tile[1] > 0 && box[1] - tile[1] <= near) ||
    (tile[2] < width && tile[2] - box[2] <= near) ||
    (tile[3] < height && tile[3] - box[3] <= near)
  )
}

/** Joins the first pair that matches until none does; a joined one counts as seen by both tiles. */
function joinCut(
  found: Found[],
  agreement: number,
  photo: { width: number; height: number },
  margin: number,
): Found[] {
  const pool = [...found]
  for (let i = 0; i < pool.length; i++) {
    for (let j = i + 1; j < pool.length; j++) {
      const a = pool[i] as Found
      const b = pool[j] as Found
      if (!continues(a, b, agreement)) continue
      const instance = joinInstances(a.instance, b.instance)
      const tile: Box = [
        Math.min(a.tile[0], b.tile[0]),
        Math.min(a.tile[1], b.tile[1]),
        Math.max(a.tile[2], b.tile[2]),
        Math.max(a.tile[3], b.tile[3]),
      ]
      pool.splice(j, 1)
      pool[i] = { instance, tile, cut: isCut(instance.box, tile, photo, margin) }
      j = i
    }
  }
  return pool
}

/** Whether two cut instances of one class, from different tiles, show the same thing where both tiles see. */
function continues(a: Found, b: Found, agreement: number): boolean {
  if (!a.cut || !b.cut || a.instance.label !== b.instance.label) return false
  if (a.tile.every((side, i) => side === b.tile[i])) return false
  const common = intersectBoxes(a.tile, b.tile)
  const inA = intersectBoxes(a.instance.box, common)
  const inB = intersectBoxes(b.instance.box, common)
  return boxArea(inA) > 0 && boxArea(inB) > 0 && boxIou(inA, inB) >= agreement
}

function makesSuperfluous(other: Found, candidate: Found, contained: number): boolean {
  if (other === candidate || !candidate.cut || other.instance.label !== candidate.instance.label) return false
  // Of two that cover each other the one that was not cut stays, or else the larger, or else the better.
  const shared = boxArea(intersectBoxes(other.instance.box, candidate.instance.box))
  if (shared < contained * boxArea(candidate.instance.box)) return false
  if (!other.cut) return true
  const gain = boxArea(other.instance.box) - boxArea(candidate.instance.box)
  return gain !== 0 ? gain > 0 : byRank(other.instance, candidate.instance) < 0
}
