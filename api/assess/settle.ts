import type { Claims } from '../domain/claims.ts'
import type { AssessmentFailure, AssessmentRecord } from '../domain/records.ts'
import { ModelUnavailable, NotFound, NoVehicle } from '../errors.ts'
import type { Principal } from '../principal.ts'
import type { AssessRequest } from './assess-request.ts'
import type { Changes } from './changes.ts'
import { isFinal } from './leases.ts'
import { refusedPhoto } from './photo-failure.ts'
import type { Runner } from './runner.ts'
import type { WorkItem } from './work-list.ts'

export interface SettleDeps {
  claims: Claims
  runner: Runner
  changes: Changes
  /** Whether to leave the work to others and return at once, as asynchronous endpoints do. */
  asynchronous: boolean
  /** Takes over what did not end while its caller waited; without it the work goes on in this process. */
  handOver: ((item: WorkItem) => Promise<void>) | undefined
}

/**
 * Has an assessment begun and waits for its end, as long as the caller would.
 *
 * @throws what the assessment failed with, as the caller is told of it
 */
export function createSettle({ claims, runner, changes, asynchronous, handOver }: SettleDeps) {
  /** Another process may be at work on it. */
  async function reread(tenant: string, assessment: AssessmentRecord) {
    const file = await claims.file(tenant, assessment.claimId)
    if (!file) throw new NotFound('Claim', assessment.claimId)
    return file.assessments.find(({ id }) => id === assessment.id) ?? assessment
  }

  return async (
    assessment: AssessmentRecord,
    { tenant }: Principal,
    { waitSeconds, signal }: Pick<AssessRequest, 'waitSeconds' | 'signal'>,
  ): Promise<AssessmentRecord> => {
    const { id, claimId } = assessment
    const item = { tenant, claimId, assessmentId: id }
    let current = assessment
    const deadline = performance.now() + waitSeconds * 1000
    let begun = false
    while (!isFinal(current) && !asynchronous) {
      const left = deadline - performance.now()
      if (left <= 0 || signal?.aborted) break
      // Listening begins before the work does, so that no change is missed.
      const change = changes.next(id, Math.min(left, 1000), signal)
      if (!begun) void runner.run(item)
      begun = true
      current = (await change) ?? (await reread(tenant, current))
    }
    // However short the wait: there is nobody else to begin it.
    if (!begun && !isFinal(current) && !asynchronous && !handOver) void runner.run(item)
    if (!isFinal(current) && handOver) {
      await runner.release(item)
      current = await reread(tenant, current)
      if (!isFinal(current)) await handOver(item)
    }
    if (current.failure) throw toError(current, current.failure)
    return current
  }
}

/** The failure of an assessment as the caller is told of it. */
function toError({ id, claimId }: AssessmentRecord, failure: AssessmentFailure): Error {
  const { code, message, retryAfterSeconds } = failure
  if (code === 'NO_VEHICLE') return new NoVehicle(claimId, id)
  if (code.startsWith('PHOTO_')) return refusedPhoto(code, message)
  return new ModelUnavailable(retryAfterSeconds ?? 60, code)
}
