import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Detail } from '../../inference/contract.ts'
import type { ClaimFile } from '../domain/claim-file.ts'
import type { NewClaim } from '../domain/claims.ts'
import type { Decision } from '../domain/decide.ts'
import type { AssessmentRecord } from '../domain/records.ts'
import { createId } from '../ids.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import type { Principal } from '../principal.ts'
import type { Operation } from '../store/table.ts'
import { enterWork } from './work-list.ts'

export interface PhotoToAssess {
  photo: ReadyPhoto
  detail: Detail
  idempotencyKey: string | null
  /** ISO 8601. */
  now: string
  /** Whether a batch asks, which then sees to its end. @default false */
  batch?: boolean
}

/** Adds an assessment that nobody has begun to a claim, with its photo, and enters it among the open work. */
export function requestAssessment(
  file: ClaimFile,
  index: Pick<PhotoIndex, 'linkOperations'>,
  { tenant, subject }: Pick<Principal, 'tenant' | 'subject'>,
  { photo, detail, idempotencyKey, now, batch = false }: PhotoToAssess,
): Decision<AssessmentRecord> & { operations: Operation[] } {
  const claimId = file.head.id
  const assessment: AssessmentRecord = {
    id: `${claimId}.${createId().slice(0, 8)}`,
    claimId,
    photoId: photo.id,
    status: 'QUEUED',
    detail,
    requestedAt: now,
    requestedBy: subject,
    idempotencyKey,
    startedAt: null,
    finishedAt: null,
    attempts: 0,
    lease: null,
    reviewReasons: [],
    failure: null,
    answer: null,
  }
  const work = { tenant, claimId, assessmentId: assessment.id, ...(batch && { batch: true as const }) }
  return {
    assessments: [assessment],
    photos: file.photos.some((one) => one.photo.id === photo.id) ? [] : [{ photo, addedAt: now }],
    events: [
      ...(file.version === 0 ? [{ action: { kind: 'CLAIM_CREATED' as const } }] : []),
      { action: { kind: 'ASSESSMENT_REQUESTED', assessmentId: assessment.id, photoId: photo.id } },
    ],
    operations: [enterWork(work), ...index.linkOperations(tenant, photo, claimId)],
    result: assessment,
  }
}

export const emptyClaim: NewClaim = {
  reference: null,
  policyNumber: null,
  vehicle: { plate: null, vin: null, make: null, model: null, year: null },
  notes: null,
}
