import { once } from 'node:events'
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An answer that came from behind the proxy. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

export interface Exchange {
  request: IncomingMessage
  body: Buffer
  response: ServerResponse
  /** Asks what is behind the proxy. */
  forward(): Promise<Answer>
}

/** Does something else than to pass a request on; true where it has dealt with it. */
export type Fault = (exchange: Exchange) => Promise<void> | void

export interface FaultyProxy {
  readonly url: string
  /** Requests that met a fault since it was set. */
  readonly struck: number
  /** @param choose which fault a request meets; null for none */
  set(choose: (() => Fault | null) | null): void
  close(): Promise<void>
}

/** What is answered without asking again. */
export interface Memory {
  known(body: Buffer): Answer | null
  answered(body: Buffer, answer: Answer): void
}

/** Stands in front of a service and lets it fail as it is told to. */
export async function createFaultyProxy(target: string, memory?: Memory): Promise<FaultyProxy> {
  let choose: (() => Fault | null) | null = null
  let struck = 0

  const server = createServer((request, response) => {
    request.on('error', () => {})
    response.on('error', () => {})
    exchange(request, response).catch(() => response.destroy())
  })

  async function exchange(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const forward = async () => {
      const known = memory?.known(body)
      if (known) return known
      const answer = await pass(target, request, body)
      memory?.answered(body, answer)
      return answer
    }
    const fault = choose?.() ?? null
    if (fault) {
      struck++
      return fault({ request, body, response, forward })
    }
    reply(response, await forward())
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get struck() {
      return struck
    },
    set(next) {
      choose = next
      struck = 0
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** As it came, its host included: signatures cover that. */
async function pass(
  target: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { 'transfer-encoding': _, expect: __, connection: ___, ...kept } = headers
  const request = ask(new URL(url ?? '/', target), {
    method: method ?? 'GET',
    agent: false,
    headers: { ...kept, 'content-length': body.length },
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const { 'transfer-encoding': ____, connection: _____, ...answered } = response.headers
  return {
    status: response.statusCode ?? 502,
    headers: answered as Record<string, string>,
    body: Buffer.concat(chunks),
  }
}

export function reply(response: ServerResponse, { status, headers, body }: Answer): void {
  // A HEAD's answer has the length of a body that it does not have.
  response.writeHead(status, { 'content-length': body.length, ...headers }).end(body)
}

/** The connection ends without an answer, before the service has heard of the request. */
export const resets: Fault = ({ response }) => void response.destroy()

/** The service does what it was asked to, and nobody hears of it. */
export const losesAnswer: Fault = async ({ response, forward }) => {
  await forward()
  response.destroy()
}

/** An answer of the proxy's own. */
export const answers =
  (status: number, contentType: string, body: string | Buffer, headers: Record<string, string> = {}): Fault =>
  ({ response }) =>
    reply(response, { status, headers: { 'content-type': contentType, ...headers }, body: Buffer.from(body) })
