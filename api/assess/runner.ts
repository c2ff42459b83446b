import type { Logger } from 'pino'
import type { ReadyPhoto } from '../../edge/photo-record.ts'
import { findPhoto } from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import { type AssessmentRecord, finalStatuses } from '../domain/records.ts'
import { createId } from '../ids.ts'
import { ModelDown, ModelError } from '../model/errors.ts'
import type { Table } from '../store/table.ts'
import { type AskDeps, askModel } from './ask-model.ts'
import { type Ending, judgeAnswer } from './judge-answer.ts'
import { leaveWork, openWork, type WorkItem } from './work-list.ts'

export interface RunnerDeps extends AskDeps {
  claims: Claims
  table: Table
  clock: () => number
  logger: Logger
  /** Assessments under way at once. @default 2 */
  concurrency?: number
  /** For how long an assessment belongs to the worker that began it; longer than it can take. @default 180 */
  leaseSeconds?: number
  /** After so many beginnings without an end it fails: the photo may be what kills the worker. @default 5 */
  maxAttempts?: number
  /** Told of every change of an assessment. */
  changed?: (assessment: AssessmentRecord) => void
}

export interface Runner {
  /** Takes an assessment on; resolves when it has a final state or is out of this runner's hands. */
  run(item: WorkItem): Promise<void>
  /**
   * Takes on what has no final state and belongs to nobody.
   *
   * @param alone no other runner can be alive, so that what others had begun is taken over at once
   * @returns how many were taken on
   */
  recover(options?: { alone?: boolean }): Promise<number>
  /** Resolves when nothing is under way here. */
  idle(): Promise<void>
  /** Begins nothing more; what is under way is given up and can be taken over at once. */
  stop(): Promise<void>
}

export const isFinal = ({ status }: Pick<AssessmentRecord, 'status'>): boolean =>
  (finalStatuses as readonly string[]).includes(status)

const AFTER_DOWN_S = 10

/**
 * Brings assessments to a final state. Each is leased before it is begun and written under the claim's
 * version, so that any number of runners and crashes end it exactly once.
 */
export function createRunner(deps: RunnerDeps): Runner {
  const { claims, table, clock, logger, changed = () => {} } = deps
  const { concurrency = 2, leaseSeconds = 180, maxAttempts = 5 } = deps
  const owner = createId()
  const stopping = new AbortController()
  const underWay = new Map<string, Promise<void>>()
  const waiting: (() => void)[] = []
  let running = 0

  const author = (tenant: string) => ({ tenant, subject: 'model' })
  const iso = (ms: number) => new Date(ms).toISOString()

  /** Leases an assessment; null where there is nothing to do. */
  async function begin(item: WorkItem, alone: boolean) {
    const { result } = await claims.change(author(item.tenant), item.claimId, (file) => {
      const found = file.assessments.find(({ id }) => id === item.assessmentId)
      const photo = found && findPhoto(file, found.photoId)?.photo
      const now = clock()
      if (!found || !photo || isFinal(found)) return { operations: [leaveWork(item)], result: null }
      const { lease } = found
      const taken = lease && lease.owner !== owner && Date.parse(lease.until) > now && !alone
      if (taken) return { result: null }
      const assessment: AssessmentRecord = {
        ...found,
        status: 'RUNNING',
        startedAt: found.startedAt ?? iso(now),
        attempts: found.attempts + 1,
        lease: { owner, until: iso(now + leaseSeconds * 1000) },
      }
      return { assessments: [assessment], losable: true, result: { assessment, photo } }
    })
    if (result) changed(result.assessment)
    return result
  }

  async function end(item: WorkItem, ending: Ending) {
    const { result } = await claims.change(author(item.tenant), item.claimId, (file) => {
      const found = file.assessments.find(({ id }) => id === item.assessmentId)
      // Somebody else took it over, or has ended it.
      if (!found || isFinal(found) || found.lease?.owner !== owner) return { result: null }
      const finished: AssessmentRecord = { ...found, ...ending, lease: null, finishedAt: iso(clock()) }
      const { id, photoId, status } = finished
      return {
        assessments: [finished],
        events: [
          {
            action: { kind: 'ASSESSMENT_FINISHED', assessmentId: id, photoId, status },
            model: ending.answer?.model ?? null,
          },
        ],
        operations: [leaveWork(item)],
        result: finished,
      }
    })
    if (result) changed(result)
  }

  /** Gives an assessment back as it was, for the next runner. */
  async function giveBack(item: WorkItem) {
    await claims.change(author(item.tenant), item.claimId, (file) => {
      const found = file.assessments.find(({ id }) => id === item.assessmentId)
      if (!found || isFinal(found) || found.lease?.owner !== owner) return { result: null }
      const queued: AssessmentRecord = {
        ...found,
        status: 'QUEUED',
        attempts: found.attempts - 1,
        lease: null,
      }
      return { assessments: [queued], result: null }
    })
  }

  async function ask(assessment: AssessmentRecord, photo: ReadyPhoto): Promise<Ending> {
    if (assessment.attempts > maxAttempts) {
      const message = `Expected an end of the assessment but received ${maxAttempts} interruptions; assess the photo again`
      return failed('INTERRUPTED', message, null)
    }
    try {
      return judgeAnswer(await askModel(deps, photo, assessment.detail, stopping.signal), photo)
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      logger.warn(
        { assessment: assessment.id, code: error.code, err: error.cause ?? error },
        'the model gave no assessment',
      )
      const after =
        error instanceof ModelDown
          ? (error.retryAfterSeconds ?? AFTER_DOWN_S)
          : error.retryable
            ? AFTER_DOWN_S
            : null
      return failed(error.code, error.message, after)
    }
  }

  async function work(item: WorkItem, alone: boolean) {
    const begun = await begin(item, alone)
    if (!begun) return
    try {
      await end(item, await ask(begun.assessment, begun.photo))
    } catch (error) {
      if (stopping.signal.aborted) return giveBack(item)
      logger.error({ assessment: item.assessmentId, err: error }, 'the assessment failed')
      await end(
        item,
        failed('INTERNAL', 'Expected an assessment but received an unforeseen failure; see the log', null),
      )
    }
  }

  async function turn() {
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
  }
  function leave() {
    const next = waiting.shift()
    if (next) next()
    else running--
  }

  function run(item: WorkItem, alone = false): Promise<void> {
    const known = underWay.get(item.assessmentId)
    if (known) return known
    const task = turn()
      .then(() => (stopping.signal.aborted ? undefined : work(item, alone)))
      // The store is away: the assessment keeps its lease and is recovered once that has run out.
      .catch((error) =>
        logger.error({ assessment: item.assessmentId, err: error }, 'the assessment was left'),
      )
      .finally(() => {
        underWay.delete(item.assessmentId)
        leave()
      })
    underWay.set(item.assessmentId, task)
    return task
  }

  return {
    run: (item) => run(item),
    async recover({ alone = false } = {}) {
      const items = (await openWork(table)).filter(({ assessmentId }) => !underWay.has(assessmentId))
      for (const item of items) void run(item, alone)
      return items.length
    },
    async idle() {
      await Promise.all(underWay.values())
    },
    async stop() {
      stopping.abort(new Error('Expected to finish but received a request to stop'))
      await Promise.all(underWay.values())
    },
  }
}

const failed = (code: string, message: string, retryAfterSeconds: number | null): Ending => ({
  status: 'FAILED',
  answer: null,
  reviewReasons: [],
  failure: { code, message, retryAfterSeconds, shouldRetake: code.startsWith('PHOTO_') },
})
