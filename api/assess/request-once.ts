import { createHash } from 'node:crypto'
import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { ClaimFile } from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import type { AssessmentRecord } from '../domain/records.ts'
import { Conflict, IdempotencyConflict } from '../errors.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import type { Principal } from '../principal.ts'
import { type Item, type ItemKey, type Table, WriteConflict } from '../store/table.ts'
import type { AssessRequest } from './assess-request.ts'
import { emptyClaim, requestAssessment } from './request-assessment.ts'

export interface RequestOnceDeps {
  claims: Claims
  table: Table
  index: PhotoIndex
  clock: () => number
}

/** What is kept of a request that can be repeated. */
interface Remembered {
  /** SHA-256 of what was asked. */
  request: string
  claimId: string
  assessmentId: string
}

const REMEMBER_SECONDS = 7 * 24 * 3600

/** Requests assessments, each once however often its idempotency key comes. */
export function createRequestOnce({ claims, table, index, clock }: RequestOnceDeps) {
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

  /** The assessment that the request makes, or made when it came before. @param entered called before one is made */
  return async (
    principal: Principal,
    request: AssessRequest,
    photo: ReadyPhoto,
    key: ItemKey | null,
    entered: () => void,
  ): Promise<AssessmentRecord> => {
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
}

const closed = ({ head }: ClaimFile) =>
  new Conflict(`Expected an open claim for a photo but received ${head.id}, which is closed; reopen it first`)

const authorOf = ({ tenant, subject }: Principal) => ({ tenant, subject })

const hashOf = (values: unknown[]) => createHash('sha256').update(JSON.stringify(values)).digest('hex')
