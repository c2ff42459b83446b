import { Worker } from 'node:worker_threads'
import { askThread, type Thread } from '../../edge/thread.ts'

/** A question that session-worker.mjs answers, one after the other. */
export type Question =
  | { ask: 'open'; model: Uint8Array; options: object }
  | { ask: 'run'; data: Uint8Array<ArrayBuffer>; width: number; height: number }
  | { ask: 'close' }

/** Its answers come unchecked. */
export type SessionThread = Thread<Question, unknown>

export const startSessionThread = (): SessionThread =>
  askThread(new Worker(new URL('./session-worker.mjs', import.meta.url)))
