import { ModelUnavailable } from '../errors.ts'
import type { SignedFetch } from './signed-fetch.ts'

/** What of a request the edge looks at. */
const PASSED_ON = ['content-type', 'x-request-id']
/** What of its answer the caller sees. */
const ANSWERED = ['content-type', 'cache-control', 'location', 'retry-after', 'x-request-id']

/**
 * The edge's routes where the edge is another function: photos are brought in through the API, which knows who
 * brings them, and handed on under its own signature.
 */
export const createEdgeProxy = ({ edgeUrl, fetch }: { edgeUrl: string; fetch: SignedFetch }) => ({
  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    const body = new Uint8Array(await request.arrayBuffer())
    const answer = await fetch(new URL(`${pathname}${search}`, edgeUrl), {
      method: request.method,
      headers: pick(request.headers, PASSED_ON),
      ...(body.length > 0 && { body }),
      signal: request.signal,
    }).catch((error) => {
      throw new ModelUnavailable(5, `edge ${(error as Error).name}`)
    })
    return new Response(answer.body, { status: answer.status, headers: pick(answer.headers, ANSWERED) })
  },
})

const pick = (headers: Headers, names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) as string]] : [])),
  )
