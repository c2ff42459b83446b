import type { Server } from 'node:http'

/** Ends connections that send their headers too slowly or nothing at all; bodies have a limit of their own. */
export function guardSockets(server: Server, { bodySeconds }: { bodySeconds: number }): void {
  server.headersTimeout = 10_000
  // The answer 408 comes first; this is for a client that does not take it.
  server.requestTimeout = (bodySeconds + 10) * 1000
  // Longer than a load balancer keeps its connections, so that it never writes into one just closed.
  server.keepAliveTimeout = 75_000
  server.maxHeadersCount = 100
}
