import type { Damage, Part } from '../../inference/contract.ts'
import { applyReviews } from './apply-reviews.ts'
import type { AssessmentRecord, AuditEvent, ClaimHead, ClaimPhoto } from './records.ts'

export type DamageState = 'UNREVIEWED' | 'CONFIRMED' | 'REJECTED' | 'CORRECTED' | 'ADDED'

/** A damage as it stands after all reviews. */
export interface ReviewedDamage extends Damage {
  id: string
  claimId: string
  photoId: string
  /** Of the upright original, in pixels. */
  photoSize: { width: number; height: number }
  /** The assessment that found it; null where a person added it. */
  assessmentId: string | null
  state: DamageState
  /** What the model said, where a person said otherwise; null otherwise. */
  original: Damage | null
}

/** Everything of one claim, as one partition of the table holds it. */
export interface ClaimFile {
  head: ClaimHead
  /** Version of the head; every change to the claim raises it. */
  version: number
  assessments: AssessmentRecord[]
  photos: ClaimPhoto[]
  events: AuditEvent[]
}

/**
 * The assessment that counts for a photo: the latest that has an answer.
 *
 * @returns null where there is none yet
 */
export function currentAssessment(file: ClaimFile, photoId: string): AssessmentRecord | null {
  const answered = file.assessments.filter((one) => one.photoId === photoId && one.answer !== null)
  return answered.reduce<AssessmentRecord | null>(
    (latest, one) => (latest && (latest.finishedAt ?? '') > (one.finishedAt ?? '') ? latest : one),
    null,
  )
}

export const damageId = (assessmentId: string, index: number): string => `${assessmentId}.${index}`

/** Damages of one assessment as the model found them. */
export function foundDamages({ id, claimId, photoId, answer }: AssessmentRecord): ReviewedDamage[] {
  return (answer?.damages ?? []).map((damage, index) => ({
    ...damage,
    id: damageId(id, index),
    claimId,
    photoId,
    photoSize: { width: answer?.width ?? 1, height: answer?.height ?? 1 },
    assessmentId: id,
    state: 'UNREVIEWED',
    original: null,
  }))
}

const damagesOf = new WeakMap<ClaimFile, ReviewedDamage[]>()

/** All damages of a claim after all reviews, photo by photo, rejected ones included. */
export function allDamages(file: ClaimFile): ReviewedDamage[] {
  let damages = damagesOf.get(file)
  if (!damages) {
    damages = applyReviews(file)
    damagesOf.set(file, damages)
  }
  return damages
}

/** Those that nobody rejected. */
export const openDamages = (file: ClaimFile): ReviewedDamage[] =>
  allDamages(file).filter(({ state }) => state !== 'REJECTED')

export const findPhoto = (file: ClaimFile, photoId: string): ClaimPhoto | null =>
  file.photos.find(({ photo }) => photo.id === photoId) ?? null

/** The parts that the model sees on a photo. */
export const partsOf = (file: ClaimFile, photoId: string): Part[] =>
  currentAssessment(file, photoId)?.answer?.parts ?? []
