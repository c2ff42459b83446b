import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createGate } from './http/gate.ts'
import { PhotoError } from './picture/errors.ts'
import type { PhotoLimits } from './picture/limits.ts'
import type { Prepare, PreparedPhoto } from './prepared-photo.ts'
import type { PreparerOptions } from './preparer.ts'

export interface Job {
  bytes: Uint8Array
  settings: Parameters<Prepare>[1]
  limits: Partial<PhotoLimits>
}
export type Answer =
  | { prepared: PreparedPhoto }
  | { refused: { code: string; message: string } }
  | { failed: string }

export interface PreparerPool {
  prepare: Prepare
  /** Waits for photos under way, then ends the threads. */
  close(): Promise<void>
}

/** A refusal as it came out of a thread: its class stayed there, its code did not. */
class RefusedPhoto extends PhotoError {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Prepares photos in threads of their own, so that the event loop stays free: HEIC alone decodes for
 * a second in WebAssembly. Threads start with the first photos that need them and are replaced when
 * they die.
 */
export function createPreparerPool(options: PreparerOptions = {}): PreparerPool {
  const { concurrency = availableParallelism(), queue = 32, limits = {} } = options
  const gate = createGate({ concurrency, queue })
  const idle: Worker[] = []

  async function prepareInThread(job: Job): Promise<PreparedPhoto> {
    const worker = idle.pop() ?? startWorker()
    const answer = await ask(worker, job)
    idle.push(worker)
    if ('prepared' in answer) return answer.prepared
    if ('refused' in answer) throw new RefusedPhoto(answer.refused.code, answer.refused.message)
    throw new Error(`Expected a prepared photo but received a failure in its thread: ${answer.failed}`)
  }

  return {
    prepare: (bytes, settings, signal) =>
      gate.run(signal, () => prepareInThread({ bytes, settings, limits })),
    async close() {
      await gate.idle()
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()))
    },
  }
}

function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./preparer-worker.js', import.meta.url))
  // Run from source, a thread needs TypeScript's loader, which on Node 20 it does not inherit.
  const file = JSON.stringify(new URL('./preparer-worker.ts', import.meta.url).href)
  return new Worker(`import('tsx/esm/api').then(({ register }) => (register(), import(${file})))`, {
    eval: true,
  })
}

function ask(worker: Worker, job: Job): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      worker.off('message', answered).off('error', failed).off('exit', exited)
      // An idle thread does not keep the process alive; a working one does.
      worker.unref()
      end()
    }
    const answered = (answer: Answer) => settle(() => resolve(answer))
    const failed = (error: Error) => settle(() => reject(error))
    const exited = (code: number) =>
      settle(() => reject(new Error(`Expected an answer of a thread but received its end, code ${code}`)))
    worker.on('message', answered).on('error', failed).on('exit', exited)
    worker.ref()
    // A copy that is handed over: the caller keeps its bytes, and nothing is copied twice.
    const bytes = new Uint8Array(job.bytes)
    worker.postMessage({ ...job, bytes }, [bytes.buffer])
  })
}
