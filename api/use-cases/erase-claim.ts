import type { Photos } from '../../edge/photos.ts'
import { leaveWork } from '../assess/work-list.ts'
import type { Claims } from '../domain/claims.ts'
import { listKeys } from '../domain/list-keys.ts'
import type { AssessmentRecord, ClaimPhoto } from '../domain/records.ts'
import { NotFound } from '../errors.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import { type Principal, requireRole } from '../principal.ts'
import {
  ASSESSMENT,
  claimPartition,
  ERASING,
  erasedPartition,
  HEAD,
  idempotencyKey,
  PHOTO,
} from '../store/keys.ts'
import { removeAll } from '../store/remove-all.ts'
import { keyOf, type Table, WriteConflict } from '../store/table.ts'

/** All that is kept of a claim that was erased. */
export interface Erasure {
  claimId: string
  at: string
  /** Who did it. */
  actor: string
}

export interface EraseClaim {
  /**
   * Erases a claim with all that belongs to it: photos in every version, what was read of them, fingerprints,
   * assessments, reviews and its audit trail. Photos that another claim shows stay with that one.
   *
   * @throws NotFound, Forbidden
   */
  erase(principal: Principal, claimId: string): Promise<Erasure>
  /** What was erased, newest first. @throws Forbidden */
  list(principal: Principal, page: { before: string | null; limit: number }): Promise<Erasure[]>
  /** Goes on with what was interrupted. @returns how many claims */
  resume(): Promise<number>
}

interface Begun {
  tenant: string
  claimId: string
}

export interface EraseDeps {
  claims: Claims
  table: Table
  index: PhotoIndex
  photos: Pick<Photos, 'erase'>
  clock: () => number
}

/**
 * First one transaction: from then on nobody finds the claim, and it is noted that there is more to do. Then
 * everything else in steps that can be repeated, so that a crash at any point leaves nothing behind.
 */
export function createEraseClaim({ claims, table, index, photos, clock }: EraseDeps): EraseClaim {
  async function begin({ tenant, subject }: Principal, claimId: string): Promise<Erasure> {
    for (;;) {
      const file = await claims.file(tenant, claimId)
      if (!file) throw new NotFound('Claim', claimId)
      const erasure: Erasure = { claimId, at: new Date(clock()).toISOString(), actor: subject }
      const begun: Begun = { tenant, claimId }
      try {
        await table.write([
          { remove: { pk: claimPartition(tenant, claimId), sk: HEAD }, ifVersion: file.version },
          ...listKeys(file.head).map((key) => ({ remove: key })),
          { put: { pk: ERASING, sk: `${tenant}#${claimId}`, data: begun } },
          { put: { pk: erasedPartition(tenant), sk: `${erasure.at}#${claimId}`, data: erasure } },
        ])
        claims.forget(tenant, claimId)
        return erasure
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
      }
    }
  }

  async function finish({ tenant, claimId }: Begun): Promise<void> {
    const items = await table.query(claimPartition(tenant, claimId))
    const under = <T>(prefix: string) =>
      items.filter(({ sk }) => sk.startsWith(prefix)).map(({ data }) => data as T)
    const assessments = under<AssessmentRecord>(ASSESSMENT)
    const work = assessments.map(({ id }) => keyOf(leaveWork({ tenant, claimId, assessmentId: id })))
    const keys = assessments.flatMap((one) =>
      one.idempotencyKey ? [idempotencyKey(tenant, one.idempotencyKey)] : [],
    )
    const distinct = new Map([...work, ...keys].map((key) => [JSON.stringify(key), key]))
    await removeAll(table, [...distinct.values()])
    for (const { photo } of under<ClaimPhoto>(PHOTO)) {
      await index.unlink(tenant, photo, claimId, photos)
    }
    await removeAll(table, items)
    await table.scrub?.()
    await table.write([{ remove: { pk: ERASING, sk: `${tenant}#${claimId}` } }])
  }

  return {
    async erase(principal, claimId) {
      requireRole(principal, 'admin')
      const erasure = await begin(principal, claimId)
      await finish({ tenant: principal.tenant, claimId })
      return erasure
    },
    async list(principal, { before, limit }) {
      requireRole(principal, 'admin')
      const range = { reverse: true, limit, ...(before !== null && { after: before }) }
      const items = await table.query(erasedPartition(principal.tenant), range)
      return items.map(({ data }) => data as Erasure)
    },
    async resume() {
      const begun = await table.query(ERASING)
      for (const { data } of begun) await finish(data as Begun)
      return begun.length
    },
  }
}
