import type { Region } from '../decode/decode-instances.ts'
import { boxesOverlap } from '../geometry/box.ts'
import { intersectionArea } from '../geometry/covered-area.ts'

/** Overlaps (0 to 1) above which the lower-scored of two regions says nothing new. */
export interface DuplicateLimits {
  /** Intersection over union of two of one class. */
  sameClass: number
  /** Share of the lower-scored one that the other of its class covers. */
  covered: number
  /** Intersection over union of two of different classes: one place, two names for the same thing. */
  anyClass: number
}

/**
 * Damage types do overlap (a scratch across a dent): only nearly the same outline is the same damage. Of five settings
 * tried on the workshop validation photos, this one gave the best average precision (docs/model-card.md).
 */
export const DAMAGE_DUPLICATES: DuplicateLimits = { sameClass: 0.6, covered: 0.85, anyClass: 0.85 }

/** A place is on one part, but for parts within parts, which are much smaller than what is around them. */
export const PART_DUPLICATES: DuplicateLimits = { sameClass: 0.4, covered: 0.7, anyClass: 0.6 }

/**
 * Leaves out regions that repeat a better one, by their outlines rather than their boxes: two parallel diagonal
 * scratches share a box and are two.
 *
 * @param ranked best first
 * @returns the regions that stay, in the same order
 */
export function withoutDuplicates<T extends Region>(ranked: readonly T[], limits: DuplicateLimits): T[] {
  const kept: T[] = []
  for (const region of ranked) {
    if (!kept.some((better) => repeats(region, better, limits))) kept.push(region)
  }
  return kept
}

function repeats(region: Region, better: Region, limits: DuplicateLimits): boolean {
  if (!boxesOverlap(region.shape.box, better.shape.box)) return false
  const same = region.label === better.label
  const limit = same ? limits.sameClass : limits.anyClass
  const [small, large] = [region.shape.area, better.shape.area].sort((a, b) => a - b) as [number, number]
  if (small / large < limit && !(same && region.shape.area <= better.shape.area)) return false
  const shared = intersectionArea(region.shape, better.shape)
  const iou = shared / (region.shape.area + better.shape.area - shared)
  return iou >= limit || (same && shared >= limits.covered * region.shape.area)
}
