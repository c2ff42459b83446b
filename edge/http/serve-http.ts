import { createServer, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError as UrlRefused } from '@hono/node-server'
import { RequestInvalid } from './errors.ts'

export interface ServeHttpOptions {
  fetch: Parameters<typeof getRequestListener>[0]
  port: number
  hostname?: string
  serverOptions?: ServerOptions
}

/**
 * Serves an app on a port. A request whose Host and path make no URL gets the answer in JSON that others get which
 * cannot be understood: the adapter's own `serve`, and Node where there is no Host at all, leave the body empty.
 */
export function serveHttp(
  { fetch, port, hostname, serverOptions }: ServeHttpOptions,
  listening: (address: AddressInfo) => void,
): Server {
  const answer = getRequestListener(fetch, {
    ...(hostname && { hostname }),
    errorHandler: (error) =>
      error instanceof UrlRefused
        ? new Response(refusal, { status, headers })
        : new Response(null, { status: 500 }),
  })
  const server = createServer({ ...serverOptions, requireHostHeader: false }, (request, response) => {
    if (request.headers.host !== undefined || request.httpVersion === '1.0') void answer(request, response)
    else response.writeHead(status, { ...headers, Connection: 'close' }).end(refusal)
  })
  server.listen(port, hostname, () => listening(server.address() as AddressInfo))
  return server
}

const { status, code, message } = new RequestInvalid(
  'the request',
  'a Host header and a path that make a URL',
  'others',
)
const refusal = JSON.stringify({ error: { code, message } })
const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(refusal)) }
