import { request as http } from 'node:http'
import { request as https } from 'node:https'
import type { LookupFunction } from 'node:net'

export interface PostOptions {
  headers: Record<string, string>
  body: string
  /** Resolves the receiver's name, and refuses addresses it must not reach. */
  lookup: LookupFunction
  /** For the whole answer. */
  timeoutSeconds: number
}

export interface Answered {
  status: number
  retryAfter: string | undefined
}

/** POSTs without following redirects, and without reading more of the answer than its head. @throws Error */
export function post(url: URL, { headers, body, lookup, timeoutSeconds }: PostOptions): Promise<Answered> {
  const request = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      lookup,
      // A connection of its own: the receiver's address is looked up and checked each time.
      agent: false,
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    })
    call.on('error', reject)
    call.on('response', (answer) => {
      resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] })
      answer.on('error', () => {})
      answer.destroy()
    })
    call.end(body)
  })
}
