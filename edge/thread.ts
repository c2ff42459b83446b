import type { Worker } from 'node:worker_threads'

/** How the other side of a thread answers the message `{ id, question }`. */
export type ThreadAnswer<Answer> = { id: number; answer: Answer } | { id: number; failure: string }

/** A worker thread that is asked questions, several at a time if it likes. */
export interface Thread<Question, Answer> {
  /** @throws Error with the thread's reason, or that of its end */
  ask(question: Question, transfer?: ArrayBuffer[]): Promise<Answer>
  /** Questions it has not answered yet. */
  readonly busy: number
  readonly alive: boolean
  /** Resolves once the thread is gone; waiting for it keeps the process alive as a question does. */
  readonly ended: Promise<void>
  terminate(): Promise<unknown>
}

/**
 * Pairs a worker's answers with the questions; its end answers them all. It keeps the process alive
 * while it is asked something, and not longer.
 */
export function askThread<Question, Answer>(worker: Worker): Thread<Question, Answer> {
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>()
  let asked = 0
  let end: Error | null = null

  const take = (id: number) => {
    const question = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
    return question
  }
  worker.on('message', (message: ThreadAnswer<Answer>) => {
    const question = take(message.id)
    if ('failure' in message) question?.reject(new Error(message.failure))
    else question?.resolve(message.answer)
  })
  worker.on('error', (error) => {
    end = error
  })
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      end ??= new Error(`Expected an answer of a thread but received its end, code ${code}`)
      for (const { reject } of waiting.values()) reject(end)
      waiting.clear()
      resolve()
    })
  })
  worker.unref()

  return {
    get ended() {
      worker.ref()
      return ended
    },
    get busy() {
      return waiting.size
    },
    get alive() {
      return end === null
    },
    terminate: () => worker.terminate(),
    ask: (question, transfer = []) =>
      new Promise((resolve, reject) => {
        if (end) return reject(end)
        const id = asked++
        waiting.set(id, { resolve, reject })
        worker.ref()
        worker.postMessage({ id, question }, transfer)
      }),
  }
}
