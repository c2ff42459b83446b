import { Writable } from 'node:stream'
import { pino } from 'pino'
import { vi } from 'vitest'
import {
  createModelServer,
  type ModelServerDeps,
  type ServerLimits,
} from '../../../inference/server/model-server.ts'

export const testLimits: ServerLimits = {
  concurrency: 1,
  queue: 2,
  maxBytes: 1_000_000,
  bodySeconds: 30,
  assessSeconds: 30,
}

export type LogLine = Record<string, unknown>

/** A model server without a port, that has noticed whether its assessor is there; and the lines it logs. */
export async function startServer(assessor: ModelServerDeps['assessor'], limits: Partial<ServerLimits> = {}) {
  const log: LogLine[] = []
  const lines = new Writable({
    write(chunk, _encoding, done) {
      log.push(JSON.parse(chunk))
      done()
    },
  })
  const logger = pino({ level: 'debug' }, lines)
  const server = createModelServer({ assessor, logger, limits: { ...testLimits, ...limits } })
  const post = (body: RequestInit['body'], headers: Record<string, string> = {}, signal?: AbortSignal) =>
    server.app.request('/invocations', {
      method: 'POST',
      body,
      headers,
      ...(signal && { signal }),
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    } as RequestInit)
  await new Promise((resolve) => setImmediate(resolve))
  return { ...server, log, post, received: () => log.filter(({ msg }) => msg === 'received').length }
}

/** Waits until something holds, for 20 seconds at most. */
export const until = (holds: () => boolean) =>
  vi.waitUntil(holds, { interval: 2, timeout: 20_000 }).then(() => {})

/** The lines about answered requests. */
export const answered = (log: LogLine[]) => log.filter(({ msg }) => msg === 'request')
