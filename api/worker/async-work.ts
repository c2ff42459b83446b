import type { Logger } from 'pino'
import type { Blobs } from '../../edge/blobs/blobs.ts'
import { pictureKey } from '../../edge/photo-keys.ts'
import { type Ending, failedEnding, judgeAnswer } from '../assess/judge-answer.ts'
import type { Leases } from '../assess/leases.ts'
import { findOpenWork, type WorkItem } from '../assess/work-list.ts'
import { findPhoto } from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import { createId } from '../ids.ts'
import type { Table } from '../store/table.ts'
import { type AsyncAnswer, readWritten } from './async-answer.ts'
import type { AsyncEndpoint } from './async-endpoint.ts'

export interface AsyncWorkDeps {
  claims: Pick<Claims, 'file'>
  table: Table
  leases: Leases
  endpoint: AsyncEndpoint
  /** Where the endpoint writes its answers. */
  blobs: Pick<Blobs, 'get' | 'delete'>
  logger: Logger
  /** After so many submissions without an answer an assessment fails. @default 5 */
  maxAttempts?: number
}

/** Repeating is worth it after so long, when the model could not say why it failed. */
const RETRY_AFTER_S = 60

/**
 * Assesses with a model that answers later. A photo is submitted under a lease of its own, whose name comes back with
 * the answer: an answer that is late, doubled or to an earlier submission finds no lease and changes nothing.
 */
export function createAsyncWork({
  claims,
  table,
  leases,
  endpoint,
  blobs,
  logger,
  maxAttempts = 5,
}: AsyncWorkDeps) {
  return {
    /** Submits the assessment's photo. True where nothing is left to do until the answer is there. */
    async submit(item: WorkItem): Promise<boolean> {
      const owner = createId()
      const begun = await leases.begin(item, owner)
      if (!begun) return true
      const { assessment, photo } = begun
      if (assessment.attempts > maxAttempts) {
        const message = `Expected an end of the assessment but received ${maxAttempts} interruptions; assess the photo again`
        return leases.end(item, owner, failedEnding('INTERRUPTED', message, null))
      }
      try {
        const key = pictureKey(photo.id, 'original')
        const inferenceId = `${item.assessmentId}/${owner}`
        await endpoint.submit({ key, detail: assessment.detail, inferenceId })
        return true
      } catch (error) {
        await leases.giveBack(item, owner)
        throw error
      }
    },

    /** Ends the assessment that an answer belongs to. True where the answer needs no second look. */
    async finish({ inferenceId, failed, reason, key }: AsyncAnswer): Promise<boolean> {
      const [assessmentId = '', owner = ''] = inferenceId.split('/')
      const item = await findOpenWork(table, assessmentId)
      if (item) {
        const ending = await endingOf(item, key && (await blobs.get(key)))
        if (failed) logger.warn({ assessment: assessmentId, reason }, 'the model gave no assessment')
        await leases.end(item, owner, ending)
      }
      // What the model saw stands with the claim now; nobody needs a second copy.
      if (key) await blobs.delete(key)
      return true
    },
  }

  async function endingOf(item: WorkItem, written: Uint8Array | null | ''): Promise<Ending> {
    const file = await claims.file(item.tenant, item.claimId)
    const assessment = file?.assessments.find(({ id }) => id === item.assessmentId)
    const photo = file && assessment && findPhoto(file, assessment.photoId)?.photo
    const seen = readWritten(written || null)
    if (seen && 'refusal' in seen) return failedEnding(seen.refusal.code, seen.refusal.message, null)
    if (seen && photo) return judgeAnswer(seen.answer, photo)
    const message = 'Expected an answer from the model but received none; assess the photo again'
    return failedEnding('MODEL_UNAVAILABLE', message, RETRY_AFTER_S)
  }
}
