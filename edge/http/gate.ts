import { ServerBusy } from './errors.ts'
import { unlessAborted } from './unless-aborted.ts'

export interface GateOptions {
  /** Tasks that run at once. */
  concurrency: number
  /** Tasks that may wait for their turn beyond those. */
  queue: number
}

/** A task's place inside, which may be taken before there is anything to run: while a body is read. */
export interface Place {
  /**
   * Waits for its turn, then runs the task. If the signal aborts first, the promise rejects with
   * its reason at once; a task already under way keeps its turn until it really ends, because the
   * processor is not free before.
   */
  run<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>
  /** Gives the place up, as soon as its task has ended. */
  leave(): void
}

export interface Gate {
  /** @throws ServerBusy when every place is taken */
  enter(): Place
  /** Enters, runs the task and leaves; see {@link Place.run}. @throws ServerBusy when every place is taken */
  run<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>
  /** Places taken, whether their task runs, waits or is yet to come. */
  readonly inside: number
  /** Resolves when nobody is inside. */
  idle(): Promise<void>
}

/** Bounds how many tasks run at once and how many wait, first come first served. */
export function createGate({ concurrency, queue }: GateOptions): Gate {
  const waiting: (() => void)[] = []
  const whenIdle: (() => void)[] = []
  let inside = 0
  let running = 0
  /** A guess, until a task has ended. */
  let lastTaskMs = 500

  const startNext = () => {
    if (running < concurrency) waiting.shift()?.()
  }
  const goOut = () => {
    inside--
    if (inside === 0) for (const resolve of whenIdle.splice(0)) resolve()
  }
  const turn = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      signal?.throwIfAborted()
      const start = () => {
        signal?.removeEventListener('abort', giveUp)
        running++
        resolve()
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      waiting.push(start)
      startNext()
    })

  function enter(): Place {
    if (inside >= concurrency + queue) {
      const seconds = Math.max(1, Math.ceil((inside * lastTaskMs) / concurrency / 1000))
      throw new ServerBusy(`${inside} others are under way`, seconds)
    }
    inside++
    let work: Promise<unknown> = Promise.resolve()
    return {
      async run(signal, task) {
        await turn(signal)
        const started = performance.now()
        const result = Promise.resolve()
          .then(task)
          .finally(() => {
            lastTaskMs = performance.now() - started
            running--
            startNext()
          })
        work = result
        return unlessAborted(result, signal)
      },
      leave: () => void work.then(goOut, goOut),
    }
  }

  return {
    enter,
    get inside() {
      return inside
    },
    idle: () => (inside === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
    async run(signal, task) {
      const place = enter()
      try {
        return await place.run(signal, task)
      } finally {
        place.leave()
      }
    },
  }
}
