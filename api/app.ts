import { ReadableStream } from 'node:stream/web'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { RouteUnknown } from '../edge/http/errors.ts'
import type { Authenticate } from './auth/authenticate.ts'
import { compress } from './http/compress.ts'
import { crossOrigin } from './http/cross-origin.ts'
import { checkGraphqlRequest } from './http/graphql-request.ts'
import { checkOrigin, type OriginGuardOptions } from './http/origin-guard.ts'
import { refuse, refusedByYoga } from './http/refuse.ts'
import { requestIdOf } from './http/request-id.ts'
import type { Principal } from './principal.ts'
import type { Graphql } from './yoga.ts'

export interface AppDeps {
  graphql: Graphql
  authenticate: Authenticate
  logger: Logger
  origins: OriginGuardOptions
  /**
   * Answers the edge's routes. The principal is that of a request that brings something in; what only
   * reads carries its permission in its link.
   */
  edge?: (request: Request, principal: Principal | null, bindings: unknown) => Promise<Response> | Response
  /**
   * Answers the routes of batches. The principal is null for results and uploads, whose links carry their permission.
   */
  batches?: (request: Request, principal: Principal | null) => Promise<Response> | Response
  /** The claims desk, on every other path. */
  desk?: Hono
  /** GraphiQL may be loaded without credentials. */
  development: boolean
}

const known = 'GET /, POST /graphql, POST /photos, POST /batches or a link from an answer'

/** One port for everything: `/graphql`, the edge's routes and the desk. */
export function createApp({
  graphql,
  authenticate,
  logger,
  origins,
  edge,
  batches,
  desk,
  development,
}: AppDeps): Hono {
  const app = new Hono()

  app.use('/graphql', secureHeaders({ crossOriginResourcePolicy: false, crossOriginOpenerPolicy: false }))
  app.use('/graphql', compress())
  if (origins.allowed.length > 0)
    for (const path of ['/graphql', '/photos', '/photos/*', '/batches', '/batches/*'])
      app.use(path, crossOrigin(origins.allowed))
  app.all('/graphql', async (c) => {
    const request = c.req.raw
    const requestId = requestIdOf(request.headers)
    c.header('X-Request-Id', requestId)
    const answer = (response: Response) => {
      const copy = new Response(streamOf(response.body), response)
      copy.headers.set('X-Request-Id', requestId)
      return copy
    }
    try {
      checkOrigin(request, origins)
      checkGraphqlRequest(request)
      const anonymous = development && isPage(request)
      const principal = anonymous ? nobody : await authenticate(request.headers)
      const response = await graphql(request, { principal, requestId })
      const refusal = refusedByYoga(request, response)
      if (refusal) throw refusal
      return answer(response)
    } catch (error) {
      return answer(refuse(error, requestId, logger, true))
    }
  })

  // 308 has the method and the body sent again.
  app.all('/graphql/', (c) => c.redirect(`/graphql${new URL(c.req.url).search}`, 308))

  if (edge) {
    const serve = async (c: Context) => {
      const request = c.req.raw
      const requestId = requestIdOf(request.headers)
      try {
        checkOrigin(request, origins)
        const brings = request.method === 'POST' && /^\/photos(\/uploads)?\/?$/.test(c.req.path)
        return await edge(request, brings ? await authenticate(request.headers) : null, c.env)
      } catch (error) {
        return refuse(error, requestId, logger)
      }
    }
    app.all('/photos', serve)
    app.all('/photos/*', serve)
    app.get('/healthz', serve)
  }
  if (batches) {
    const serve = async (c: Context) => {
      const request = c.req.raw
      try {
        checkOrigin(request, origins)
        const byLink =
          /^(GET|HEAD|PUT)$/.test(request.method) && /^\/batches\/[^/]+\/[^/]+\/[^/]+$/.test(c.req.path)
        return await batches(request, byLink ? null : await authenticate(request.headers))
      } catch (error) {
        return refuse(error, requestIdOf(request.headers), logger)
      }
    }
    app.all('/batches', serve)
    app.all('/batches/*', serve)
  }
  if (desk) app.route('/', desk)
  app.notFound((c) => {
    const { method, path } = c.req
    return refuse(new RouteUnknown(method, path.slice(0, 200), known), requestIdOf(c.req.raw.headers), logger)
  })
  return app
}

/**
 * The same body as a stream of Node's own. Yoga's is another kind of stream, which `Response` would read as any
 * iterable: on Node 20 in a way that throws, where nobody can catch it, once the client has hung up.
 */
function streamOf(body: Response['body']): Response['body'] {
  if (!body || body instanceof ReadableStream) return body
  return ReadableStream.from(body as AsyncIterable<Uint8Array>) as unknown as Response['body']
}

/** A page asks for no data: GraphiQL itself is nobody's secret. */
const isPage = (request: Request) =>
  request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html')

const nobody: Principal = { tenant: 'nobody', subject: 'nobody', role: 'submitter' }
