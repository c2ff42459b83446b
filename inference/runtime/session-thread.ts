import { Worker } from 'node:worker_threads'

/** A question that session-worker.mjs answers. */
export type Question =
  | { ask: 'open'; model: Uint8Array; options: object }
  | { ask: 'run'; data: Uint8Array<ArrayBuffer>; width: number; height: number }
  | { ask: 'close' }

type Answer = { id: number; answer?: unknown; failure?: string }

export interface SessionThread {
  /** The answer, unchecked. Questions are answered in order. @throws Error with the thread's reason */
  ask(question: Question, transfer?: ArrayBuffer[]): Promise<unknown>
  /** Ends once every question is answered, or the thread is dead. */
  ended: Promise<void>
  terminate(): Promise<unknown>
}

/** Starts session-worker.mjs and pairs its answers with the questions; its death answers them all. */
export function startSessionThread(): SessionThread {
  const worker = new Worker(new URL('./session-worker.mjs', import.meta.url))
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let asked = 0
  let dead: Error | null = null

  worker.on('message', ({ id, answer, failure }: Answer) => {
    const question = waiting.get(id)
    waiting.delete(id)
    if (failure === undefined) question?.resolve(answer)
    else question?.reject(new Error(failure))
  })
  worker.on('error', (error) => {
    dead = error
  })
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      dead ??= new Error(`its thread ended with code ${code}`)
      for (const { reject } of waiting.values()) reject(dead)
      waiting.clear()
      resolve()
    })
  })

  return {
    ended,
    terminate: () => worker.terminate(),
    ask: (question, transfer = []) =>
      new Promise((resolve, reject) => {
        if (dead) return reject(dead)
        const id = asked++
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, ...question }, transfer)
      }),
  }
}
