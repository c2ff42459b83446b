import { Worker } from 'node:worker_threads'
import { askThread, type Thread } from '../../edge/thread.ts'

/** A question that session-worker.mjs answers, one after the other. */
export type Question =
  | { ask: 'open'; model: Uint8Array; options: object }
  | { ask: 'run'; data: Uint8Array<ArrayBuffer>; width: number; height: number }
  | { ask: 'close' }

/**
 * ONNX Runtime tells Microsoft of every process and every model that it loads, and keeps an identifier in the home
 * folder, unless this stands in the environment as it is loaded.
 *
 * Source: https://github.com/microsoft/onnxruntime/pull/27379
 */
process.env.ORT_DISABLE_TELEMETRY ??= '1'

/** Its answers come unchecked. */
export type SessionThread = Thread<Question, unknown>

export const startSessionThread = (): SessionThread =>
  askThread(new Worker(new URL('./session-worker.mjs', import.meta.url)))
