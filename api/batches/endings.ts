import type { AssessmentRecord } from '../domain/records.ts'
import type { BatchEntry } from './records.ts'
import { failure } from './verdict.ts'

/** How an entry ends: its final state, and why it failed where it did. */
export type Ending = Pick<BatchEntry, 'state' | 'failure'>

/** After so many beginnings without an end an entry fails: the photo may be what kills the worker. */
export const MOST_BEGINNINGS = 5

export const wasErased = {
  state: 'FAILED' as const,
  failure: failure('CLAIM_ERASED', 'Expected the claim of the photo but received none: it was erased'),
}

export const interrupted = {
  state: 'FAILED' as const,
  failure: failure(
    'INTERRUPTED',
    `Expected an end of taking the photo in but received ${MOST_BEGINNINGS} interruptions; the photo may be at fault`,
  ),
}

/** How an entry that failed again and again for reasons that nobody foresaw ends. */
export const unforeseenEnding = {
  state: 'FAILED' as const,
  failure: {
    code: 'INTERNAL',
    message: 'Expected an assessment but received an unforeseen failure; see the log',
    retryAfterSeconds: 60,
    shouldRetake: false,
  },
}

/** The entry as its assessment ended; the claim may have been erased in the meantime. */
export function endingOf(assessment: AssessmentRecord | undefined): Ending {
  if (!assessment) return wasErased
  return assessment.failure
    ? { state: 'FAILED', failure: assessment.failure }
    : { state: 'DONE', failure: null }
}
