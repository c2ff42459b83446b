import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Assessment as ModelAnswer } from '../../inference/contract.ts'
import { withVehicle } from '../../inference/runtime/vehicle-in-view.ts'
import type { AssessmentRecord, ReviewReason } from '../domain/records.ts'
import { scaleAnswer } from '../model/scale-answer.ts'

/** Below this a damage is for a person to decide. */
export const CONFIDENT = 0.5

export type Ending = Pick<AssessmentRecord, 'status' | 'answer' | 'reviewReasons' | 'failure'>

/** What becomes of an assessment that has no answer. */
export const failedEnding = (code: string, message: string, retryAfterSeconds: number | null): Ending => ({
  status: 'FAILED',
  answer: null,
  reviewReasons: [],
  failure: { code, message, retryAfterSeconds, shouldRetake: code.startsWith('PHOTO_') },
})

/** What becomes of an assessment that the model answered. */
export function judgeAnswer(received: ModelAnswer, photo: ReadyPhoto): Ending {
  const answer: ModelAnswer = {
    ...scaleAnswer(received, photo),
    quality: withVehicle(photo.quality, received.vehicle),
  }
  if (!answer.vehicle) {
    const message = answer.quality.advice ?? 'Expected a vehicle in the photo but received one without'
    const failure = { code: 'NO_VEHICLE', message, retryAfterSeconds: null, shouldRetake: true }
    return { status: 'FAILED', answer, reviewReasons: [], failure }
  }
  const reviewReasons = reasonsToReview(answer)
  return {
    status: reviewReasons.length > 0 ? 'NEEDS_REVIEW' : 'SUCCEEDED',
    answer,
    reviewReasons,
    failure: null,
  }
}

function reasonsToReview({ damages, quality }: ModelAnswer): ReviewReason[] {
  const reasons: [ReviewReason, boolean][] = [
    ['IMPLAUSIBLE_DAMAGE', damages.some(({ plausible }) => plausible === false)],
    ['LOW_CONFIDENCE', damages.some(({ confidence }) => confidence < CONFIDENT)],
    ['POOR_PHOTO', quality.shouldRetake],
    ['SEVERE_DAMAGE', damages.some(({ severity }) => severity === 'severe')],
  ]
  return reasons.filter(([, holds]) => holds).map(([reason]) => reason)
}
