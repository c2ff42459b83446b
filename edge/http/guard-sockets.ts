import type { Server } from 'node:http'

export interface GuardOptions {
  bodySeconds: number
  /** Paths whose bodies may take as long as something keeps coming. @default none */
  endless?: (path: string) => boolean
}

/** Ends connections that send their headers too slowly or nothing at all; bodies have a limit of their own. */
export function guardSockets(server: Server, { bodySeconds, endless }: GuardOptions): void {
  server.headersTimeout = 10_000
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
}
