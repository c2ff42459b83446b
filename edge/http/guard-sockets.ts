import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { answerNoRequest } from './answer-no-request.ts'

export interface GuardOptions {
  bodySeconds: number
  /** Paths whose bodies may take as long as something keeps coming. @default none */
  endless?: (path: string) => boolean
}

const HEADERS_SECONDS = 10

/** Ends connections that send their headers too slowly or nothing at all; bodies have a limit of their own. */
export function guardSockets(server: Server, { bodySeconds, endless }: GuardOptions): void {
  server.headersTimeout = HEADERS_SECONDS * 1000
  // The answer 408 comes first; this is for a client that does not take it.
  const requestMs = (bodySeconds + 10) * 1000
  server.requestTimeout = endless ? 0 : requestMs
  if (endless) {
    server.on('request', (request) => {
      if (endless(request.url ?? '')) return
      const late = setTimeout(() => !request.complete && request.destroy(), requestMs)
      request.once('close', () => clearTimeout(late))
    })
  }
  // Longer than a load balancer keeps its connections, so that it never writes into one just closed.
  server.keepAliveTimeout = 75_000
  server.maxHeadersCount = 100

  const answering = new WeakMap<Duplex, ServerResponse>()
  server.on('request', ({ socket }, response) => answering.set(socket, response))
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    if (code !== 'ERR_HTTP_REQUEST_TIMEOUT') return tell(socket, code)
    // Node looks at the clock before it reads what has arrived: where this process was held up for that long, by a disk
    // or by others, the headers lie there, and nobody was slow but us.
    const before = answering.get(socket)
    setImmediate(() => answering.get(socket) === before && tell(socket, code))
  })

  function tell(socket: Duplex, code: string | undefined) {
    const answer = answering.get(socket)
    // Into an answer that is under way nothing else may be written.
    const begun = answer?.headersSent && !answer.writableFinished
    if (begun || !socket.writable || code === 'ECONNRESET') socket.destroy()
    else socket.end(answerNoRequest(code, HEADERS_SECONDS), () => socket.destroy())
  }
}
