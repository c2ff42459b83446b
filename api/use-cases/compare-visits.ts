import { type ClaimFile, openDamages, partsOf } from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import { type Comparison, compareVisits, type Visit } from '../domain/compare.ts'
import { invalid, NotFound } from '../errors.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import type { Principal } from '../principal.ts'

export type Compare = (principal: Principal, before: string, after: string) => Promise<Comparison>

/** Compares two visits of a vehicle, each a claim or a photo of one. */
export function createCompare({ claims, index }: { claims: Claims; index: PhotoIndex }): Compare {
  async function visit({ tenant }: Principal, id: string, field: string): Promise<Visit> {
    if (!/^p[0-9a-f]{32}$/.test(id)) {
      const file = await claims.file(tenant, id)
      if (!file) throw new NotFound('Claim', id)
      return toVisit(file, (photoIds) => photoIds)
    }
    const [claimId] = await index.claimsOf(tenant, id)
    const file = claimId ? await claims.file(tenant, claimId) : null
    if (!file) throw new NotFound('Photo', id)
    if (partsOf(file, id).length === 0 && !file.assessments.some((one) => one.photoId === id && one.answer)) {
      throw invalid(field, 'a photo that has been assessed', id)
    }
    return toVisit(file, () => [id])
  }

  return async (principal, before, after) =>
    compareVisits(await visit(principal, before, 'before'), await visit(principal, after, 'after'))
}

function toVisit(file: ClaimFile, choose: (photoIds: string[]) => string[]): Visit {
  const photoIds = choose(file.photos.map(({ photo }) => photo.id))
  return {
    photoIds,
    damages: openDamages(file).filter(({ photoId }) => photoIds.includes(photoId)),
    partsOf: (photoId) => partsOf(file, photoId),
  }
}
