import { hasEnded, isUnlisted } from '../records.ts'
import type { BatchAtWork } from './batch-at-work.ts'

/**
 * What is done to a batch next: `LOOK` at its state; `PREPARE` it, by listing it or taking back what failed; `CANCEL`
 * what nobody has begun; `WORK` on an entry; `LOOK_UP` more entries; `FINISH` it.
 */
export type Step = 'LOOK' | 'PREPARE' | 'CANCEL' | 'WORK' | 'LOOK_UP' | 'FINISH'

/**
 * Which step is next, null where there is nothing to do now.
 *
 * @param now milliseconds since the process started
 * @param mayWork whether there is a place for a photo; what gets a batch ready takes none
 */
export function nextStep(
  batch: Readonly<BatchAtWork>,
  { now, mayWork }: { now: number; mayWork: boolean },
): Step | null {
  const { head, busy, notBefore, stale, underWay, exhausted, cursor, ready } = batch
  if (busy || notBefore > now) return null
  // A state that changed counts for what is begun from then on: first what is under way ends.
  if (stale) return underWay.size === 0 ? 'LOOK' : null
  if (!head || hasEnded(head)) return null
  if (isUnlisted(head) || head.state === 'RETRYING') return 'PREPARE'
  if (head.state === 'CANCELLING' && !exhausted && cursor === 0) return 'CANCEL'
  if (ready.length > 0) return mayWork ? 'WORK' : null
  if (!exhausted) return 'LOOK_UP'
  return underWay.size === 0 ? 'FINISH' : null
}
