import { createHash } from 'node:crypto'
import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { inStage } from '../../edge/stage.ts'
import type { Detail } from '../../inference/contract.ts'
import type { ClaimFile } from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import type { AssessmentFailure, AssessmentRecord } from '../domain/records.ts'
import {
  ApiError,
  Conflict,
  IdempotencyConflict,
  invalid,
  ModelUnavailable,
  NotFound,
  NoVehicle,
} from '../errors.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import { createTenantPhotos, takeFor } from '../photos/tenant-photos.ts'
import { type Principal, requireRole } from '../principal.ts'
import { idempotencyKey } from '../store/keys.ts'
import { type Item, type ItemKey, type Table, WriteConflict } from '../store/table.ts'
import type { Changes } from './changes.ts'
import { isFinal } from './leases.ts'
import { photoFailure, refusedPhoto } from './photo-failure.ts'
import { emptyClaim, requestAssessment } from './request-assessment.ts'
import type { Runner } from './runner.ts'
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

export interface AssessRequest {
  /** An id that the edge gave, or the photo itself. */
  photo: string | Uint8Array
  claimId: string | null
  idempotencyKey: string | null
  detail: Detail
  /** How long to wait for the model. */
  waitSeconds: number
  signal?: AbortSignal
}

export type AssessDamage = (principal: Principal, request: AssessRequest) => Promise<AssessmentRecord>

/** What is kept of a request that can be repeated. */
interface Remembered {
  /** SHA-256 of what was asked. */
  request: string
  claimId: string
  assessmentId: string
}

const REMEMBER_SECONDS = 7 * 24 * 3600
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
  const { claims, table, index, runner, changes, clock } = deps

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

  /** Requests that were let in and whose assessment is yet to be begun. */
  let entering = 0

  /**
   * Lets a request in, before anything is done for it: more than can be assessed in the time that people wait is
   * refused rather than kept waiting.
   *
   * @returns to be called once its assessment has begun, or will not
   * @throws ModelUnavailable
   */
  function enter(): () => void {
    if (deps.asynchronous || deps.handOver) return () => {}
    const seconds = runner.fullFor(entering)
    if (seconds !== null) throw new ModelUnavailable(seconds, 'SERVER_BUSY')
    entering++
    let inside = true
    return () => {
      if (inside) entering--
      inside = false
    }
  }

  async function remembered(item: Item | null, request: string, principal: Principal, key: string) {
    if (!item) return null
    const memory = item.data as Remembered
    if (memory.request !== request) throw new IdempotencyConflict(key)
    const file = await claims.file(principal.tenant, memory.claimId)
    const assessment = file?.assessments.find(({ id }) => id === memory.assessmentId)
    // What failed for want of a model is tried again: that is what the caller repeats it for.
    const tryAgain = assessment?.failure && assessment.failure.retryAfterSeconds !== null
    return assessment ? { memory, assessment, tryAgain: tryAgain === true } : null
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

  /** The assessment that the request makes, or made when it came before. @param entered called before one is made */
  async function requested(
    principal: Principal,
    request: AssessRequest,
    photo: ReadyPhoto,
    key: ItemKey | null,
    entered: () => void,
  ): Promise<AssessmentRecord> {
    const fingerprint = hashOf([photo.id, request.claimId, request.detail])
    for (let attempt = 0; ; attempt++) {
      const item = key && (await table.get(key))
      const before = key ? await remembered(item, fingerprint, principal, request.idempotencyKey ?? '') : null
      if (before && !before.tryAgain) return before.assessment
      entered()
      const claimId = request.claimId ?? before?.memory.claimId ?? null
      const target = claimId ?? claims.draft(authorOf(principal), emptyClaim)
      try {
        const { result } = await claims.change(authorOf(principal), target, (file) => {
          if (file.head.status === 'CLOSED') throw closed(file)
          const now = new Date(clock()).toISOString()
          const { detail, idempotencyKey } = request
          const decision = requestAssessment(file, index, principal, { photo, detail, idempotencyKey, now })
          const { id: assessmentId, claimId } = decision.result
          const memory: Remembered = { request: fingerprint, claimId, assessmentId }
          const remember = key && {
            put: { ...key, data: memory },
            ifVersion: item?.version ?? 0,
            expiresAt: Math.floor(clock() / 1000) + REMEMBER_SECONDS,
          }
          return { ...decision, operations: [...decision.operations, ...(remember ? [remember] : [])] }
        })
        return result
      } catch (error) {
        // The same request arrived twice at once: the other one was faster, and its assessment is the answer.
        if (!(error instanceof WriteConflict) || attempt > 3) throw error
      }
    }
  }

  /** Another process may be at work on it. */
  async function reread(tenant: string, assessment: AssessmentRecord) {
    const file = await claims.file(tenant, assessment.claimId)
    if (!file) throw new NotFound('Claim', assessment.claimId)
    return file.assessments.find(({ id }) => id === assessment.id) ?? assessment
  }

  /** Waits for the end of an assessment, as long as the caller would. */
  async function settle(assessment: AssessmentRecord, { tenant }: Principal, request: AssessRequest) {
    const { id, claimId } = assessment
    const item = { tenant, claimId, assessmentId: id }
    let current = assessment
    const deadline = performance.now() + request.waitSeconds * 1000
    let begun = false
    while (!isFinal(current) && !deps.asynchronous) {
      const left = deadline - performance.now()
      if (left <= 0 || request.signal?.aborted) break
      // Listening begins before the work does, so that no change is missed.
      const change = changes.next(id, Math.min(left, 1000), request.signal)
      if (!begun) void runner.run(item)
      begun = true
      current = (await change) ?? (await reread(tenant, current))
    }
    // However short the wait: there is nobody else to begin it.
    if (!begun && !isFinal(current) && !deps.asynchronous && !deps.handOver) void runner.run(item)
    if (!isFinal(current) && deps.handOver) {
      await runner.release(item)
      current = await reread(tenant, current)
      if (!isFinal(current)) await deps.handOver(item)
    }
    if (current.failure) throw toError(current, current.failure)
    return current
  }

  return (principal, request) => inStage('assessDamage', () => assess(principal, request))
}

/** A photo that the edge has taken in, by its id or that of its upload. @throws NotFound, PhotoRejected */
export async function storedPhoto(photos: Photos, id: string): Promise<ReadyPhoto> {
  const record = await photos.get(id)
  if (!record) throw new NotFound('Photo', id)
  if (record.state === 'REJECTED') {
    throw refusedPhoto(record.reason.code, record.reason.message, record.reason)
  }
  if (record.state === 'READY') return record
  const finished = await photos.finishUpload(id)
  if (!finished || finished.state === 'UPLOADED') throw new NotFound('Photo', id)
  return finished.state === 'READY' ? finished : storedPhoto(photos, id)
}

/** The failure of an assessment as the caller is told of it. */
function toError({ id, claimId }: AssessmentRecord, failure: AssessmentFailure): Error {
  const { code, message, retryAfterSeconds } = failure
  if (code === 'NO_VEHICLE') return new NoVehicle(claimId, id)
  if (code.startsWith('PHOTO_')) return refusedPhoto(code, message)
  return new ModelUnavailable(retryAfterSeconds ?? 60, code)
}

const closed = ({ head }: ClaimFile) =>
  new Conflict(`Expected an open claim for a photo but received ${head.id}, which is closed; reopen it first`)

const authorOf = ({ tenant, subject }: Principal) => ({ tenant, subject })

const hashOf = (values: unknown[]) => createHash('sha256').update(JSON.stringify(values)).digest('hex')

function checkKey(key: string | null): void {
  if (key !== null && !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw invalid('idempotencyKey', '1 to 128 printable characters without blanks', key)
  }
}
