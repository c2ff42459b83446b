import type { Part } from '../../inference/contract.ts'
import { boxIou } from '../../inference/geometry/box.ts'
import type { Box } from '../../inference/geometry/types.ts'
import type { ReviewedDamage } from './claim-file.ts'

/** One visit of a vehicle: its damages, and on which parts of which photo they lie. */
export interface Visit {
  damages: readonly ReviewedDamage[]
  photoIds: readonly string[]
  partsOf(photoId: string): readonly Part[]
}

export interface Comparison {
  /** Seen now, not before. */
  added: ReviewedDamage[]
  /** Seen both times. */
  known: { before: ReviewedDamage; after: ReviewedDamage }[]
  /** Seen before, not now. */
  repaired: ReviewedDamage[]
  /** Seen before on a part that is not in view now, so that nothing can be said. */
  notInView: ReviewedDamage[]
}

/** Boxes on the part that overlap less are two damages. */
const SAME_PLACE = 0.1

/**
 * Which damages of a vehicle are new, which were known, and which are gone. Two are the same when they are
 * of one type on one part and lie at about the same place of it, as seen in the part's own box; each
 * matches at most one, the best overlapping first.
 */
export function compareVisits(before: Visit, after: Visit): Comparison {
  const pairs = before.damages.flatMap((old) =>
    after.damages
      .map((now) => ({ before: old, after: now, overlap: likeness(old, before, now, after) }))
      .filter(({ overlap }) => overlap >= SAME_PLACE),
  )
  pairs.sort((a, b) => b.overlap - a.overlap)
  const [matchedBefore, matchedAfter] = [new Set<string>(), new Set<string>()]
  const known: Comparison['known'] = []
  for (const pair of pairs) {
    if (matchedBefore.has(pair.before.id) || matchedAfter.has(pair.after.id)) continue
    matchedBefore.add(pair.before.id)
    matchedAfter.add(pair.after.id)
    known.push({ before: pair.before, after: pair.after })
  }
  const inView = new Set(after.photoIds.flatMap((id) => after.partsOf(id).map(({ name }) => name)))
  const gone = before.damages.filter(({ id }) => !matchedBefore.has(id))
  const hidden = ({ part }: ReviewedDamage) => part !== null && inView.size > 0 && !inView.has(part)
  return {
    added: after.damages.filter(({ id }) => !matchedAfter.has(id)),
    known,
    repaired: gone.filter((damage) => !hidden(damage)),
    notInView: gone.filter(hidden),
  }
}

function likeness(old: ReviewedDamage, before: Visit, now: ReviewedDamage, after: Visit): number {
  if (old.type !== now.type || old.part !== now.part) return 0
  const [a, b] = [placeOn(old, before), placeOn(now, after)]
  // Without the part's outline there is no frame to compare places in: type and part have to do.
  return a && b ? boxIou(a, b) : old.part === null ? 0 : SAME_PLACE
}

/** The box of a damage in the box of its part, 0 to 1; null where the part is not in view. */
function placeOn({ part, photoId, bbox }: ReviewedDamage, visit: Visit): Box | null {
  const own = visit.partsOf(photoId).find(({ name }) => name === part)
  if (!own) return null
  const [px, py, width, height] = own.bbox
  const [x, y, w, h] = bbox
  if (width <= 0 || height <= 0) return null
  return [(x - px) / width, (y - py) / height, (x + w - px) / width, (y + h - py) / height]
}
