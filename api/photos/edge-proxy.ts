import { ClientGone } from '../../edge/http/errors.ts'
import { EdgeUnavailable } from './edge-unavailable.ts'
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
    const gone = (error: unknown) => (request.signal.aborted ? new ClientGone() : error)
    const body = new Uint8Array(
      await request.arrayBuffer().catch((error) => {
        throw gone(error)
      }),
    )
    const answer = await fetch(new URL(`${pathname}${search}`, edgeUrl), {
      method: request.method,
      headers: pick(request.headers, PASSED_ON),
      ...(body.length > 0 && { body }),
      signal: request.signal,
    }).catch((error) => {
      throw gone(new EdgeUnavailable('none', { cause: error }))
    })
    // The edge's own refusals say what to do; others are those of what stands before it.
    if (answer.status === 429 || answer.status >= 500) {
      const refusal: unknown = await answer
        .clone()
        .json()
        .catch(() => null)
      if (!isRefusal(refusal)) throw new EdgeUnavailable(`status ${answer.status}`)
    }
    return new Response(answer.body, { status: answer.status, headers: pick(answer.headers, ANSWERED) })
  },
})

const isRefusal = (body: unknown): boolean =>
  typeof (body as { error?: { code?: unknown } } | null)?.error?.code === 'string'

const pick = (headers: Headers, names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) as string]] : [])),
  )
