import type { Logger } from 'pino'
import type { Assessor as WholeAssessor } from '../runtime/assessor.ts'
import { ServerNotReady } from './errors.ts'

/** What the server needs of an assessor. */
export type Assessor = Pick<WholeAssessor, 'assess' | 'check'>

export type State = 'starting' | 'ready' | 'broken' | 'stopping'

export interface Health {
  readonly state: State
  /** The assessor, whose models have answered their last check. @throws ServerNotReady */
  ready(): Assessor
  /** Has the models checked, in the background: after a failed run, or to see whether they are back. */
  doubt(): void
  stop(): void
}

/** Keeps what `/ping` says true: ready only after a run on every model, and only until one fails its check. */
export function createHealth(opening: Promise<Assessor>, logger: Pick<Logger, 'error' | 'warn'>): Health {
  let state: State = 'starting'
  let assessor: Assessor | null = null
  let checking = false

  const become = (next: State) => {
    if (state !== 'stopping') state = next
  }
  opening.then(
    (opened) => {
      assessor = opened
      become('ready')
    },
    () => become('broken'),
  )

  return {
    get state() {
      return state
    },
    ready() {
      if (state !== 'ready' || !assessor) throw new ServerNotReady(state)
      return assessor
    },
    doubt() {
      if (checking || !assessor || state === 'stopping') return
      checking = true
      assessor
        .check()
        .then(
          () => {
            if (state === 'broken') logger.warn('the models answer their check again')
            become('ready')
          },
          (error) => {
            if (state !== 'broken') logger.error({ err: error }, 'the models fail their check')
            become('broken')
          },
        )
        .finally(() => {
          checking = false
        })
    },
    stop() {
      state = 'stopping'
    },
  }
}
