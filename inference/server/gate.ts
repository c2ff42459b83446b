import { ServerBusy } from './errors.ts'

export interface GateOptions {
  /** Tasks that run at once. */
  concurrency: number
  /** Requests that may wait for their turn beyond those. */
  queue: number
}

/** A request's place in the server, from before its body is read to the end of its task. */
export interface Place {
  /**
   * Waits for its turn, then runs the task. If the signal aborts first, the promise rejects with
   * its reason at once; a task already under way keeps its turn until it really ends, because the
   * processor is not free before.
   */
  run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T>
  /** Gives the place up, as soon as its task has ended. */
  leave(): void
}

export interface Gate {
  /** @throws ServerBusy when every place is taken */
  enter(): Place
  /** Requests inside, whether reading, waiting or running. */
  readonly inside: number
  /** Resolves when nobody is inside. */
  idle(): Promise<void>
}

/** Bounds how many requests are served at once and how many wait, first come first served. */
export function createGate({ concurrency, queue }: GateOptions): Gate {
  const waiting: (() => void)[] = []
  const whenIdle: (() => void)[] = []
  let inside = 0
  let running = 0
  let lastTaskMs = 1000

  const startNext = () => {
    if (running < concurrency) waiting.shift()?.()
  }
  const goOut = () => {
    inside--
    if (inside === 0) for (const resolve of whenIdle.splice(0)) resolve()
  }
  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted()
      const start = () => {
        signal.removeEventListener('abort', giveUp)
        running++
        resolve()
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.push(start)
      startNext()
    })

  return {
    get inside() {
      return inside
    },
    idle: () => (inside === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
    enter() {
      if (inside >= concurrency + queue) {
        throw new ServerBusy(inside, Math.max(1, Math.ceil((inside * lastTaskMs) / concurrency / 1000)))
      }
      inside++
      let work: Promise<unknown> = Promise.resolve()
      return {
        async run(signal, task) {
          await turn(signal)
          const started = performance.now()
          const result = task().finally(() => {
            lastTaskMs = performance.now() - started
            running--
            startNext()
          })
          work = result
          return unlessAborted(result, signal)
        },
        leave: () => void work.then(goOut, goOut),
      }
    },
  }
}

function unlessAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
