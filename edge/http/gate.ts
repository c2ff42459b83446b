import { ServerBusy } from './errors.ts'

export interface GateOptions {
  /** Tasks that run at once. */
  concurrency: number
  /** Tasks that may wait for their turn beyond those. */
  queue: number
}

export interface Gate {
  /**
   * Waits for its turn, then runs the task. If the signal aborts first, the promise rejects with
   * its reason at once; a task already under way keeps its turn until it really ends, because the
   * processor is not free before.
   *
   * @throws ServerBusy when the queue is full
   */
  run<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>
  /** Tasks running or waiting. */
  readonly inside: number
  /** Resolves when there are none. */
  idle(): Promise<void>
}

/** Bounds how many tasks run at once and how many wait, first come first served. */
export function createGate({ concurrency, queue }: GateOptions): Gate {
  const waiting: (() => void)[] = []
  const whenIdle: (() => void)[] = []
  let running = 0
  let lastTaskMs = 200

  const startNext = () => {
    if (running < concurrency) waiting.shift()?.()
    if (running + waiting.length === 0) for (const resolve of whenIdle.splice(0)) resolve()
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

  return {
    get inside() {
      return running + waiting.length
    },
    idle: () =>
      running + waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve)),
    async run(signal, task) {
      const inside = running + waiting.length
      if (inside >= concurrency + queue) {
        const seconds = Math.max(1, Math.ceil((inside * lastTaskMs) / concurrency / 1000))
        throw new ServerBusy(`${inside} others are being taken in`, seconds)
      }
      await turn(signal)
      const started = performance.now()
      const result = Promise.resolve()
        .then(task)
        .finally(() => {
          lastTaskMs = performance.now() - started
          running--
          startNext()
        })
      return unlessAborted(result, signal)
    },
  }
}

function unlessAborted<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return result
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
