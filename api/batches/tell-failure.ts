import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { describeFailure } from '../../edge/http/failure.ts'
import { ApiError } from '../errors.ts'
import { requestIdOf } from '../http/request-id.ts'

const statusOf: Record<string, ContentfulStatusCode> = {
  VALIDATION_FAILED: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  ZIP_REJECTED: 422,
}

/** Answers a request for batches that failed. What nobody expected stays in the log, under the request's id. */
export function tellFailure(error: unknown, c: Context, logger: Logger): Response {
  const requestId = requestIdOf(c.req.raw.headers)
  c.header('X-Request-Id', requestId)
  c.header('Cache-Control', 'no-store')
  if (error instanceof ApiError) {
    const code = 'reason' in error ? String(error.reason) : error.code
    return c.json({ error: { code, message: error.message } }, statusOf[error.code] ?? 422)
  }
  const failed = describeFailure(error, requestId)
  if (failed.status >= 500) logger.error({ requestId, err: error }, 'request failed')
  if (failed.retryAfterS !== null) c.header('Retry-After', String(failed.retryAfterS))
  return c.json({ error: failed.error }, failed.status as ContentfulStatusCode)
}
