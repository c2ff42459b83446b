import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'

/**
 * Lets pages of other origins read answers, refusals included: a browser shows them nothing of an answer that does not
 * say so. Answers preflights, which carry no credentials.
 *
 * @param allowed origins; `*` is any
 */
export const crossOrigin = (allowed: readonly string[]): MiddlewareHandler =>
  cors({
    origin: allowed.includes('*') ? '*' : [...allowed],
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT'],
    exposeHeaders: ['X-Request-Id', 'Retry-After', 'Location'],
    maxAge: 600,
  })
