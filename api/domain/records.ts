import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Detail, Assessment as ModelAnswer, Severity } from '../../inference/contract.ts'
import type { Ring } from '../../inference/geometry/types.ts'

/** What is kept of a claim, in plain JSON. Instants are ISO 8601 in UTC. */
export interface Vehicle {
  plate: string | null
  vin: string | null
  make: string | null
  model: string | null
  year: number | null
}

export type ClaimStatus = 'OPEN' | 'CLOSED'

/** What lists show and search; everything else is in the claim's file. */
export interface ClaimHead {
  id: string
  tenant: string
  /** The number by which the insurer knows it. */
  reference: string | null
  policyNumber: string | null
  vehicle: Vehicle
  status: ClaimStatus
  notes: string | null
  createdAt: string
  createdBy: string
  updatedAt: string
  /** How many entries the audit trail has; the number of the last one. */
  events: number
  /** Found and not rejected, each once, for lists by type and part. */
  damageTypes: string[]
  parts: string[]
  /** Photos at which a person should still look; absent in claims written before it was counted. */
  toReview?: number
}

export const finalStatuses = ['SUCCEEDED', 'FAILED', 'NEEDS_REVIEW'] as const
export type AssessmentStatus = 'QUEUED' | 'RUNNING' | (typeof finalStatuses)[number]

export interface AssessmentFailure {
  code: string
  message: string
  /** After how many seconds the same request may succeed; null where repeating it is no help. */
  retryAfterSeconds: number | null
  shouldRetake: boolean
}

export interface AssessmentRecord {
  id: string
  claimId: string
  photoId: string
  status: AssessmentStatus
  detail: Detail
  requestedAt: string
  requestedBy: string
  /** The caller's, to be forgotten with the assessment. */
  idempotencyKey: string | null
  startedAt: string | null
  finishedAt: string | null
  /** How often a worker has begun it. */
  attempts: number
  /** Who works on it, and until when nobody else may; null while nobody does. */
  lease: { owner: string; until: string } | null
  /** Why a person should look at it; with NEEDS_REVIEW at least one. */
  reviewReasons: ReviewReason[]
  failure: AssessmentFailure | null
  /** What the model said, in pixels of the upright original; null before and where it failed. */
  answer: ModelAnswer | null
}

export type ReviewReason = 'IMPLAUSIBLE_DAMAGE' | 'LOW_CONFIDENCE' | 'POOR_PHOTO' | 'SEVERE_DAMAGE'

export interface ClaimPhoto {
  photo: ReadyPhoto
  addedAt: string
}

/** What a person said about a damage, or who did what to the claim. Written once, never changed. */
export interface AuditEvent {
  sequence: number
  at: string
  actor: string
  model: { name: string; version: string } | null
  note: string | null
  action: AuditAction
}

export type AuditAction =
  | { kind: 'CLAIM_CREATED' }
  | { kind: 'CLAIM_UPDATED'; fields: string[] }
  | { kind: 'CLAIM_CLOSED' }
  | { kind: 'CLAIM_REOPENED' }
  | { kind: 'ASSESSMENT_REQUESTED'; assessmentId: string; photoId: string }
  | { kind: 'ASSESSMENT_FINISHED'; assessmentId: string; photoId: string; status: AssessmentStatus }
  | { kind: 'DAMAGE_CONFIRMED'; damageId: string }
  | { kind: 'DAMAGE_REJECTED'; damageId: string }
  | { kind: 'DAMAGE_CORRECTED'; damageId: string; change: DamageChange }
  /** The last judgement of that damage that still stood does not count any more. */
  | { kind: 'REVIEW_WITHDRAWN'; damageId: string }
  | { kind: 'PHOTO_REVIEWED'; photoId: string }
  | { kind: 'DAMAGE_ADDED'; damageId: string; photoId: string; damage: DrawnDamage }

/** What a person put in the place of what the model said; absent is as it was. */
export interface DamageChange {
  type?: string
  part?: string | null
  severity?: Severity
  /** In pixels of the upright original. */
  polygons?: Ring[]
}

export interface DrawnDamage {
  type: string
  part: string | null
  severity: Severity
  polygons: Ring[]
}
