import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Severity } from '../../inference/contract.ts'
import type { Ring } from '../../inference/geometry/types.ts'
import {
  allDamages,
  type ClaimFile,
  currentAssessment,
  findPhoto,
  type ReviewedDamage,
} from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import { Conflict, NotFound } from '../errors.ts'
import { createId } from '../ids.ts'
import { type Principal, requireRole } from '../principal.ts'
import { actionOfReview, type Review } from './action-of-review.ts'
import { checkNote } from './check-note.ts'
import { checkOutlines, toPixels } from './drawn-outlines.ts'
import { checkNames, type KnownNames } from './known-names.ts'

export interface NewDamage {
  type: string
  part?: string | null
  severity?: Severity | null
  polygons: Ring[]
  note?: string | null
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

/** Records what people say about damages. What the model said stays as it was. */
export function createReviewDamage({
  claims,
  names,
}: {
  claims: Claims
  names: KnownNames | null
}): ReviewDamage {
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
      checkNames(names, review)
      const note = checkNote(review.note)
      const record = (file: ClaimFile) => {
        mustBeOpen(file)
        const damage = found(file, damageId)
        const action = actionOfReview(file, damage, review)
        return { events: [{ action, model: modelOf(file, damage.photoId), note }], result: null }
      }
      const claimId = damageId.split('.')[0] ?? ''
      const { file } = await claims.change(principal, claimId, record, version).catch((error) => {
        throw error instanceof NotFound && error.kind === 'Claim' ? new NotFound('Damage', damageId) : error
      })
      return { file, damage: found(file, damageId) }
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
      checkNames(names, damage)
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

const modelOf = (file: ClaimFile, photoId: string) => {
  const model = currentAssessment(file, photoId)?.answer?.model
  return model ? { name: model.name, version: model.version } : null
}
