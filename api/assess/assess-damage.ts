import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { inStage } from '../../edge/stage.ts'
import type { Claims } from '../domain/claims.ts'
import type { AssessmentRecord } from '../domain/records.ts'
import { ApiError, NotFound } from '../errors.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import { createTenantPhotos, takeFor } from '../photos/tenant-photos.ts'
import { type Principal, requireRole } from '../principal.ts'
import { idempotencyKey } from '../store/keys.ts'
import { type ItemKey, type Table, WriteConflict } from '../store/table.ts'
import { type AssessRequest, checkKey } from './assess-request.ts'
import type { Changes } from './changes.ts'
import { createEntrance } from './entrance.ts'
import { photoFailure } from './photo-failure.ts'
import { createRequestOnce } from './request-once.ts'
import type { Runner } from './runner.ts'
import { createSettle } from './settle.ts'
import { storedPhoto } from './stored-photo.ts'
import type { WorkItem } from './work-list.ts'

export interface AssessDeps {
  claims: Claims
  table: Table
  photos: Photos
  index: PhotoIndex
  runner: Runner
  changes: Changes
  clock: () => number
  /** Whether to leave the work to others and return at once, as asynchronous endpoints do. @default false */
  asynchronous?: boolean
  /** Takes over what did not end while its caller waited; without it the work goes on in this process. */
  handOver?: (item: WorkItem) => Promise<void>
}

export type AssessDamage = (principal: Principal, request: AssessRequest) => Promise<AssessmentRecord>

/** Erasures of the same photo that a request may run into, one after the other. */
const TAKE_ATTEMPTS = 5

/** A photo that the tenant has, and whether this request brought it. */
interface Taken {
  photo: ReadyPhoto
  isNew: boolean
}

/**
 * Assesses one photo under a claim, which it opens when none is named. Once it has returned, or failed
 * with ModelUnavailable, the assessment is stored and ends in a final state whatever happens.
 *
 * @throws ApiError
 */
export function createAssessDamage(deps: AssessDeps): AssessDamage {
  const { claims, table, index, runner, changes, clock, asynchronous = false, handOver } = deps
  // What others work on waits with them.
  const enter = asynchronous || handOver ? () => () => {} : createEntrance(runner)
  const requested = createRequestOnce({ claims, table, index, clock })
  const settle = createSettle({ claims, runner, changes, asynchronous, handOver })

  async function take({ tenant }: Principal, request: AssessRequest): Promise<Taken> {
    if (typeof request.photo === 'string') {
      const photos = createTenantPhotos(deps.photos, index, tenant)
      return { photo: await storedPhoto(photos, request.photo), isNew: false }
    }
    const { claimId, signal } = request
    // Not after the photo is stored: nobody would find it there.
    if (claimId !== null && !(await claims.heads(tenant, [claimId]))[0]) throw new NotFound('Claim', claimId)
    try {
      return await takeFor(deps.photos, index, tenant, request.photo, signal ? { signal } : {})
    } catch (error) {
      throw photoFailure(error)
    }
  }

  /** Takes the photo in and requests its assessment; all over where the photo is erased in between. */
  async function requestedOf(
    principal: Principal,
    request: AssessRequest,
    key: ItemKey | null,
    entered: () => void,
  ): Promise<AssessmentRecord> {
    const { tenant } = principal
    for (let attempt = 1; ; attempt++) {
      const { photo, isNew } = await take(principal, request)
      try {
        await index.print(tenant, photo)
        return await requested(principal, request, photo, key, entered)
      } catch (error) {
        // Its claim was erased or closed as the photo came, say: what came for it stays with nobody.
        if (error instanceof ApiError && isNew) await index.unlink(tenant, photo, null, deps.photos)
        if (!(error instanceof WriteConflict) || attempt === TAKE_ATTEMPTS) throw error
        await index.calm(photo.id)
      }
    }
  }

  async function assess(principal: Principal, request: AssessRequest): Promise<AssessmentRecord> {
    requireRole(principal, 'submitter')
    checkKey(request.idempotencyKey)
    const { tenant } = principal
    const key = request.idempotencyKey === null ? null : idempotencyKey(tenant, request.idempotencyKey)
    // What was asked before has its assessment already, however many wait.
    let leave = key && (await table.get(key)) ? null : enter()
    try {
      const assessment = await requestedOf(principal, request, key, () => {
        leave ??= enter()
      })
      // Settling begins the assessment before it waits for anything: from here on it is counted where it waits.
      const settled = settle(assessment, principal, request)
      leave?.()
      return await settled
    } finally {
      leave?.()
    }
  }

  return (principal, request) => inStage('assessDamage', () => assess(principal, request))
}
