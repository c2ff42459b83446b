import type { Photos } from '../../edge/photos.ts'
import { leaveWork } from '../assess/work-list.ts'
import type { Claims } from '../domain/claims.ts'
import { createErasing, type Erased, type Erasing } from '../domain/erasing.ts'
import { listKeys } from '../domain/list-keys.ts'
import type { AssessmentRecord, ClaimPhoto } from '../domain/records.ts'
import { NotFound } from '../errors.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
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
import { keyOf, type Table } from '../store/table.ts'

/** All that is kept of a claim that was erased. */
export interface Erasure extends Erased {
  claimId: string
}

export type EraseClaim = Erasing<Erasure>

export interface EraseDeps {
  claims: Claims
  table: Table
  index: PhotoIndex
  photos: Pick<Photos, 'erase'>
  clock: () => number
}

interface Left {
  tenant: string
  claimId: string
}

/**
 * Erases a claim with all that belongs to it: photos in every version, what was read of them, fingerprints,
 * assessments, reviews and its audit trail. Photos that another claim shows stay with that one.
 */
export const createEraseClaim = ({ claims, table, index, photos, clock }: EraseDeps): EraseClaim =>
  createErasing<Pick<Erasure, 'claimId'>, Left>(
    { table, clock },
    {
      erasing: ERASING,
      erased: erasedPartition,
      nameOf: (claimId) => ({ claimId }),

      async hide(tenant, claimId) {
        const file = await claims.file(tenant, claimId)
        if (!file) throw new NotFound('Claim', claimId)
        return {
          left: { tenant, claimId },
          operations: [
            { remove: { pk: claimPartition(tenant, claimId), sk: HEAD }, ifVersion: file.version },
            ...listKeys(file.head).map((key) => ({ remove: key })),
          ],
        }
      },

      async remove({ tenant, claimId }) {
        claims.forget(tenant, claimId)
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
      },
    },
  )
