import type { Severity } from '../../inference/contract.ts'
import { severitySchema } from '../../inference/contract.ts'
import type { Ring } from '../../inference/geometry/types.ts'
import { type ClaimFile, findPhoto, type ReviewedDamage } from '../domain/claim-file.ts'
import type { DamageChange } from '../domain/records.ts'
import { isJudged } from '../domain/standing-events.ts'
import { Conflict, invalid } from '../errors.ts'
import { checkOutlines, toPixels } from './drawn-outlines.ts'

export type Verdict = 'CONFIRM' | 'REJECT' | 'CORRECT' | 'WITHDRAW'

/** What a person says of a damage. Outlines are normalised: 0 to 1 across the photo. */
export interface Review {
  verdict: Verdict
  type?: string | null
  /** null takes the part away, undefined leaves it. */
  part?: string | null
  severity?: Severity | null
  polygons?: Ring[] | null
  note?: string | null
}

/** What is recorded of it. @throws ValidationFailed, Conflict for what says nothing, or more than its verdict */
export function actionOfReview(file: ClaimFile, damage: ReviewedDamage, review: Review) {
  const { verdict, type, part, severity, polygons } = review
  const changes = [type, part, severity, polygons].some((value) => value !== undefined)
  if (verdict !== 'CORRECT') {
    if (changes) throw invalid('verdict', 'CORRECT with a new type, part, severity or outline', verdict)
    if (verdict === 'WITHDRAW') {
      if (!isJudged(file.events, damage.id)) {
        throw new Conflict(`Expected a judgement of damage ${damage.id} to withdraw but received none`)
      }
      return { kind: 'REVIEW_WITHDRAWN' as const, damageId: damage.id }
    }
    return verdict === 'CONFIRM'
      ? { kind: 'DAMAGE_CONFIRMED' as const, damageId: damage.id }
      : { kind: 'DAMAGE_REJECTED' as const, damageId: damage.id }
  }
  if (!changes) throw invalid('review', 'a new type, part, severity or polygons for CORRECT', undefined)
  if (severity) severitySchema.parse(severity)
  const photo = findPhoto(file, damage.photoId)?.photo
  if (polygons) checkOutlines(polygons)
  const change: DamageChange = {
    ...(type && { type }),
    ...(part !== undefined && { part }),
    ...(severity && { severity }),
    ...(polygons && photo && { polygons: toPixels(polygons, photo) }),
  }
  return { kind: 'DAMAGE_CORRECTED' as const, damageId: damage.id, change }
}
