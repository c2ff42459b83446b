import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import type { RateLimit } from '../http/rate-limit.ts'
import { requestId } from '../http/request-id.ts'
import type { EdgeEnv } from './env.ts'

export interface GuardDeps {
  logger: Logger
  rate: RateLimit
  clientOf: (c: Context) => string
  corsOrigins: string[]
}

/** A page of a claim shows them by the hundred; each costs about as much as a refusal. */
const isThumbnail = (path: string) => /^\/photos\/[^/]+\/thumbnails\//.test(path)

/**
 * What happens around every request for photos: its line in the log, headers that keep browsers careful, leave for
 * other origins, the client's rate limit. Touches no other routes of an app that this is mounted in.
 */
export function createGuards({ logger, rate, clientOf, corsOrigins }: GuardDeps): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>()
  app.use('/photos/*', async (c, next) => {
    const started = performance.now()
    const id = requestId(c.req.raw.headers)
    const client = clientOf(c)
    c.set('requestId', id)
    // The path alone: the query holds signatures.
    c.set('log', logger.child({ requestId: id, method: c.req.method, path: c.req.path, client }))
    await next()
    c.header('X-Request-Id', id)
    const { status } = c.res
    const level = status >= 500 ? (status === 503 ? 'warn' : 'error') : 'info'
    c.get('log')[level]({ status, tookMs: Math.round(performance.now() - started) }, 'request')
  })
  app.use(
    '/photos/*',
    // Pictures are shown by pages of other origins; the links are what protects them.
    secureHeaders({
      crossOriginResourcePolicy: 'cross-origin',
      strictTransportSecurity: 'max-age=15552000',
      contentSecurityPolicy: { defaultSrc: ["'none'"], sandbox: [] },
    }),
  )
  if (corsOrigins.length > 0) {
    app.use(
      '/photos/*',
      cors({
        origin: corsOrigins.includes('*') ? '*' : corsOrigins,
        allowMethods: ['GET', 'HEAD', 'POST'],
        exposeHeaders: ['X-Request-Id', 'Retry-After', 'Location'],
        maxAge: 600,
      }),
    )
  }
  app.use('/photos/*', async (c, next) => {
    if (!isThumbnail(c.req.path)) rate.count(clientOf(c))
    await next()
  })
  return app
}
