import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import type { Drawings } from './drawings.ts'
import { RouteUnknown } from './http/errors.ts'
import { describeFailure } from './http/failure.ts'
import { createRateLimit } from './http/rate-limit.ts'
import { defaultEdgeLimits, type EdgeLimits } from './limits.ts'
import type { Links } from './links.ts'
import type { Photos } from './photos.ts'
import type { EdgeContext, EdgeEnv } from './routes/env.ts'
import { createGuards } from './routes/guards.ts'
import { createPictureRoutes } from './routes/picture-routes.ts'
import { createUploadRoutes } from './routes/upload-routes.ts'

export interface EdgeDeps {
  photos: Photos
  drawings: Drawings
  links: Links
  logger: Logger
  limits?: Partial<EdgeLimits>
  /** Told of every upload that arrived at this server. @default nobody: the store's events tell */
  uploaded?: (id: string) => void
  /** Who sent a request, for rate limits. @default everybody is the same */
  clientOf?: (c: Context) => string
  /** Origins of pages that may call; `*` is any. @default none but this server's own */
  corsOrigins?: string[]
}

/**
 * The edge: takes photos in and serves them. `POST /photos` with a photo as its body or in a form,
 * `POST /photos/uploads` for larger ones, `GET /photos/:id` and its pictures by signed links,
 * `GET /healthz`. See docs/edge.md.
 */
export function createEdge(deps: EdgeDeps): Hono<EdgeEnv> {
  const { photos, drawings, links, logger, uploaded, clientOf = () => 'everybody', corsOrigins = [] } = deps
  const limits = { ...defaultEdgeLimits, ...deps.limits }

  function fail(error: unknown, c: EdgeContext) {
    const failed = describeFailure(error, c.get('requestId'))
    if (failed.retryAfterS !== null) c.header('Retry-After', String(failed.retryAfterS))
    const severe = failed.status >= 500 && failed.status !== 503
    const log = c.get('log') ?? logger
    c.set('log', log.child(severe ? { code: failed.error.code, err: error } : failed.error))
    c.header('Cache-Control', 'no-store')
    return c.json({ error: failed.error }, failed.status as ContentfulStatusCode)
  }

  return new Hono<EdgeEnv>()
    .route('/', createGuards({ logger, rate: createRateLimit(limits), clientOf, corsOrigins }))
    .get('/healthz', (c) => c.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }))
    .route('/', createUploadRoutes({ photos, links, limits, uploaded }))
    .route('/', createPictureRoutes({ photos, drawings, links, limits }))
    .all('/photos/*', (c) => {
      throw new RouteUnknown(c.req.method, c.req.path)
    })
    .onError(fail)
}
