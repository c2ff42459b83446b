import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Severity } from '../../inference/contract.ts'
import { severitySchema } from '../../inference/contract.ts'
import { ringArea } from '../../inference/geometry/ring.ts'
import type { Ring } from '../../inference/geometry/types.ts'
import {
  allDamages,
  type ClaimFile,
  currentAssessment,
  findPhoto,
  type ReviewedDamage,
} from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import type { DamageChange } from '../domain/records.ts'
import { isJudged } from '../domain/standing-events.ts'
import { Conflict, invalid, NotFound, ValidationFailed } from '../errors.ts'
import { createId } from '../ids.ts'
import { type Principal, requireRole } from '../principal.ts'
import { checkNote } from './check-note.ts'

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

export interface NewDamage {
  type: string
  part?: string | null
  severity?: Severity | null
  polygons: Ring[]
  note?: string | null
}

/** The names that a model knows; null where it is not known which. */
export interface KnownNames {
  damageTypes: readonly string[]
  parts: readonly string[]
}

export interface ReviewDamage {
  review(principal: Principal, damageId: string, review: Review, version: number | null): Promise<Reviewed>
  /** Says that a person has looked at the photo, whether or not there was anything to judge. */
  seen(principal: Principal, claimId: string, photoId: string, note: string | null): Promise<SeenPhoto>
  add(principal: Principal, claimId: string, photoId: string, damage: NewDamage): Promise<Reviewed>
}

export interface SeenPhoto {
  file: ClaimFile
  photo: ReadyPhoto
}

export interface Reviewed {
  file: ClaimFile
  damage: ReviewedDamage
}

/** As many points as an outline may have, and outlines a damage. */
const MAX_POINTS = 1000
const MAX_OUTLINES = 50
/** A thousandth of a percent of the photo: less is a slip of the pointer. */
const LEAST_AREA = 1e-5

/** Records what people say about damages. What the model said stays as it was. */
export function createReviewDamage({
  claims,
  names,
}: {
  claims: Claims
  names: KnownNames | null
}): ReviewDamage {
  function checkNames(type: string | null | undefined, part: string | null | undefined) {
    if (typeof type === 'string' && names && !names.damageTypes.includes(type)) {
      throw invalid('type', `one of ${names.damageTypes.join(', ')}`, type)
    }
    if (typeof part === 'string' && names && !names.parts.includes(part)) {
      throw invalid('part', `one of ${names.parts.join(', ')}`, part)
    }
  }
  const mustBeOpen = ({ head }: ClaimFile) => {
    if (head.status === 'CLOSED') {
      throw new Conflict(`Expected an open claim for a review but received ${head.id}, which is closed`)
    }
  }
  const found = (file: ClaimFile, id: string): ReviewedDamage => {
    const damage = allDamages(file).find((one) => one.id === id)
    if (!damage) throw new NotFound('Damage', id)
    return damage
  }

  return {
    async review(principal, damageId, review, version) {
      requireRole(principal, 'adjuster')
      checkNames(review.type, review.part)
      const note = checkNote(review.note)
      const claimId = damageId.split('.')[0] ?? ''
      const { file } = await change(claimId, version)
      return { file, damage: found(file, damageId) }

      function change(id: string, expected: number | null) {
        return claims
          .change(
            principal,
            id,
            (file) => {
              mustBeOpen(file)
              const damage = found(file, damageId)
              const model = modelOf(file, damage.photoId)
              const action = toAction(file, damage, review)
              return { events: [{ action, model, note }], result: null }
            },
            expected,
          )
          .catch((error) => {
            throw error instanceof NotFound && error.kind === 'Claim'
              ? new NotFound('Damage', damageId)
              : error
          })
      }
    },
    async seen(principal, claimId, photoId, said) {
      requireRole(principal, 'adjuster')
      const note = checkNote(said)
      const { file, result } = await claims.change(principal, claimId, (file) => {
        mustBeOpen(file)
        const photo = findPhoto(file, photoId)?.photo
        if (!photo) throw new NotFound('Photo', photoId)
        const action = { kind: 'PHOTO_REVIEWED' as const, photoId }
        return { events: [{ action, model: modelOf(file, photoId), note }], result: photo }
      })
      return { file, photo: result }
    },
    async add(principal, claimId, photoId, damage) {
      requireRole(principal, 'adjuster')
      checkNames(damage.type, damage.part)
      checkOutlines(damage.polygons)
      const note = checkNote(damage.note)
      const { file, result } = await claims.change(principal, claimId, (file) => {
        mustBeOpen(file)
        const photo = findPhoto(file, photoId)?.photo
        if (!photo) throw new NotFound('Photo', photoId)
        const id = `${claimId}.${createId().slice(0, 8)}.0`
        const { type, part = null, severity } = damage
        return {
          events: [
            {
              action: {
                kind: 'DAMAGE_ADDED',
                damageId: id,
                photoId,
                damage: {
                  type,
                  part,
                  severity: severity ?? 'moderate',
                  polygons: toPixels(damage.polygons, photo),
                },
              },
              model: modelOf(file, photoId),
              note,
            },
          ],
          result: id,
        }
      })
      return { file, damage: found(file, result) }
    },
  }
}

function toAction(file: ClaimFile, damage: ReviewedDamage, review: Review) {
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

function checkOutlines(polygons: Ring[]): void {
  const complaints = polygons.flatMap((ring, i) => {
    const field = `polygons[${i}]`
    if (ring.length < 3) return [{ field, message: `Expected at least 3 points but received ${ring.length}` }]
    if (ring.length > MAX_POINTS) {
      return [{ field, message: `Expected at most ${MAX_POINTS} points but received ${ring.length}` }]
    }
    const outside = ring.find((point) => point.some((value) => !(value >= 0 && value <= 1)))
    if (outside) return [{ field, message: `Expected coordinates from 0 to 1 but received [${outside}]` }]
    if (ringArea(ring) < LEAST_AREA)
      return [{ field, message: 'Expected an outline around an area but received a line' }]
    return []
  })
  if (polygons.length === 0 || polygons.length > MAX_OUTLINES) {
    const message = `Expected 1 to ${MAX_OUTLINES} outlines but received ${polygons.length}`
    complaints.push({ field: 'polygons', message })
  }
  if (complaints.length > 0) throw new ValidationFailed(complaints)
}

const toPixels = (polygons: Ring[], { width, height }: { width: number; height: number }): Ring[] =>
  polygons.map((ring) => ring.map(([x, y]) => [tenths(x * width), tenths(y * height)]))

const tenths = (length: number) => Math.round(length * 10) / 10

const modelOf = (file: ClaimFile, photoId: string) => {
  const model = currentAssessment(file, photoId)?.answer?.model
  return model ? { name: model.name, version: model.version } : null
}
