import type { Logger } from 'pino'
import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Claims } from '../domain/claims.ts'
import type { AssessmentRecord } from '../domain/records.ts'
import { createId } from '../ids.ts'
import { ModelDown, ModelError } from '../model/errors.ts'
import { StoreBusy, type Table } from '../store/table.ts'
import { type AskDeps, askModel } from './ask-model.ts'
import { type Ending, failedEnding, judgeAnswer } from './judge-answer.ts'
import { createLeases } from './leases.ts'
import { openWork, type WorkItem } from './work-list.ts'

export interface RunnerDeps extends AskDeps {
  claims: Claims
  table: Table
  clock: () => number
  logger: Logger
  /** Assessments under way at once. @default 2 */
  concurrency?: number
  /** Assessments that somebody asked for and that may wait for their turn; those of batches do not count. @default 32 */
  queue?: number
  /** For how long an assessment belongs to the worker that began it; longer than it can take. @default 180 */
  leaseSeconds?: number
  /** After so many beginnings without an end it fails: the photo may be what kills the worker. @default 5 */
  maxAttempts?: number
  /**
   * What becomes of an assessment while the model is down and the time to try again is up: it fails, so that its
   * caller is told, or is given back for whoever tries later. @default 'fails'
   */
  whileDown?: 'fails' | 'is given back'
  /** Told of every change of an assessment. */
  changed?: (assessment: AssessmentRecord) => void
}

export interface RunOptions {
  /** Nobody waits for it: it begins when nothing else waits, and while the model is down it is given back. @default false */
  background?: boolean
  /** No other runner can be alive, so that what others had begun is taken over at once. @default false */
  alone?: boolean
}

export interface Runner {
  /** Takes an assessment on; resolves when it has a final state or is out of this runner's hands. */
  run(item: WorkItem, options?: RunOptions): Promise<void>
  /**
   * After how many seconds to ask again, while as many wait as may; null while there is room for another one.
   *
   * @param entering how many others have been let in and are yet to be run
   */
  fullFor(entering: number): number | null
  /** Gives an assessment up that is under way here, so that another worker can begin it at once. */
  release(item: WorkItem): Promise<void>
  /**
   * Takes on what has no final state and belongs to nobody; those of batches are for their batch to take on.
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

const AFTER_DOWN_S = 10
const AFTER_UNFORESEEN_S = 60

/**
 * Brings assessments to a final state. Each is leased before it is begun and written under the claim's
 * version, so that any number of runners and crashes end it exactly once.
 */
export function createRunner(deps: RunnerDeps): Runner {
  const { claims, table, clock, logger, changed = () => {} } = deps
  const { concurrency = 2, queue = 32, leaseSeconds = 180, maxAttempts = 5, whileDown = 'fails' } = deps
  const leases = createLeases({ claims, clock, leaseSeconds, changed })
  const owner = createId()
  const stopping = new AbortController()
  const underWay = new Map<string, { task: Promise<void>; release: AbortController }>()
  const waiting = { asked: [] as (() => void)[], background: [] as (() => void)[] }
  let running = 0
  /** How long a turn took lately; a guess, until one has ended. */
  let turnMs = 500

  async function ask(
    assessment: AssessmentRecord,
    photo: ReadyPhoto,
    signal: AbortSignal,
    background: boolean,
  ): Promise<Ending> {
    if (assessment.attempts > maxAttempts) {
      const message = `Expected an end of the assessment but received ${maxAttempts} interruptions; assess the photo again`
      return failedEnding('INTERRUPTED', message, null)
    }
    try {
      return judgeAnswer(await askModel(deps, photo, assessment.detail, signal), photo)
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      logger.warn(
        { assessment: assessment.id, code: error.code, err: error.cause ?? error },
        'the model gave no assessment',
      )
      if (error.retryable && (background || whileDown === 'is given back')) throw error
      const after =
        error instanceof ModelDown
          ? (error.retryAfterSeconds ?? AFTER_DOWN_S)
          : error.retryable
            ? AFTER_DOWN_S
            : null
      return failedEnding(error.code, error.message, after)
    }
  }

  async function work(
    item: WorkItem,
    { alone = false, background = false }: RunOptions,
    signal: AbortSignal,
  ) {
    const begun = await leases.begin(item, owner, alone)
    if (!begun) return
    try {
      await leases.end(item, owner, await ask(begun.assessment, begun.photo, signal, background))
    } catch (error) {
      if (signal.aborted || error instanceof ModelError) return leases.giveBack(item, owner)
      // It cannot be ended now, and whoever recovers it ends it later.
      if (error instanceof StoreBusy) throw error
      logger.error({ assessment: item.assessmentId, err: error }, 'the assessment failed')
      const message = 'Expected an assessment but received an unforeseen failure; see the log'
      await leases.end(item, owner, failedEnding('INTERNAL', message, AFTER_UNFORESEEN_S))
    }
  }

  async function turn(background: boolean) {
    const line = background ? waiting.background : waiting.asked
    if (running >= concurrency) await new Promise<void>((resolve) => line.push(resolve))
    else running++
  }
  function leave() {
    const next = waiting.asked.shift() ?? waiting.background.shift()
    if (next) next()
    else running--
  }

  function run(item: WorkItem, options: RunOptions = {}): Promise<void> {
    const known = underWay.get(item.assessmentId)
    if (known) return known.task
    const release = new AbortController()
    const signal = AbortSignal.any([stopping.signal, release.signal])
    let began = 0
    const task = turn(options.background ?? false)
      .then(() => {
        began = performance.now()
        return signal.aborted ? undefined : work(item, options, signal)
      })
      // The store is away: the assessment keeps its lease and is recovered once that has run out.
      .catch((error) =>
        logger.error({ assessment: item.assessmentId, err: error }, 'the assessment was left'),
      )
      .finally(() => {
        underWay.delete(item.assessmentId)
        turnMs += (performance.now() - began - turnMs) / 4
        leave()
      })
    underWay.set(item.assessmentId, { task, release })
    return task
  }

  const everything = () => Promise.all([...underWay.values()].map(({ task }) => task))

  return {
    run,
    fullFor(entering) {
      const ahead = waiting.asked.length + entering
      const free = Math.max(0, concurrency - running)
      return ahead < queue + free ? null : Math.max(1, Math.ceil(((ahead + 1) * turnMs) / concurrency / 1000))
    },
    async release({ assessmentId }) {
      const mine = underWay.get(assessmentId)
      mine?.release.abort(new Error('Expected to finish but received a request to leave it to others'))
      await mine?.task
    },
    async recover({ alone = false } = {}) {
      const items = (await openWork(table)).filter(
        ({ assessmentId, batch }) => !batch && !underWay.has(assessmentId),
      )
      for (const item of items) void run(item, { alone })
      return items.length
    },
    async idle() {
      await everything()
    },
    async stop() {
      stopping.abort(new Error('Expected to finish but received a request to stop'))
      await everything()
    },
  }
}
