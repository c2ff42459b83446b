import { boxIou } from '../geometry/box.ts'
import type { Instance } from '../instance.ts'

/** What ranking and suppression look at. */
export type Ranked = Pick<Instance, 'label' | 'score' | 'box'>

/** Best first; equal scores by label and place, so that the order of the input never shows in the answer. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return b.score - a.score
  if (a.label !== b.label) return a.label < b.label ? -1 : 1
  const differing = a.box.findIndex((side, i) => side !== b.box[i])
  return differing < 0 ? 0 : (a.box[differing] as number) - (b.box[differing] as number)
}

/**
 * Greedy non-maximum suppression: the best instance stays, those that overlap it too much go, and so on.
 *
 * @param iouThreshold box overlap above which the lower-scored of two goes, 0 to 1
 * @param options.classAware whether only instances of one class suppress each other
 * @default options.classAware true
 * @returns the survivors, best first
 */
export function nms<T extends Ranked>(
  instances: readonly T[],
  iouThreshold: number,
  { classAware = true }: { classAware?: boolean } = {},
): T[] {
  const kept: T[] = []
  for (const candidate of [...instances].sort(byRank)) {
    const suppressed = kept.some(
      (better) =>
        (!classAware || better.label === candidate.label) && boxIou(better.box, candidate.box) > iouThreshold,
    )
    if (!suppressed) kept.push(candidate)
  }
  return kept
}
