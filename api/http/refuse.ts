import type { Logger } from 'pino'
import { RequestError } from '../../edge/http/errors.ts'
import { Unauthenticated } from '../auth/authenticate.ts'
import { IssuerUnavailable } from '../auth/oidc.ts'
import { ContentTypeRefused } from './content-type.ts'
import { AcceptRefused, MutationByGet } from './graphql-request.ts'
import { OriginRefused } from './origin-guard.ts'

/** What Yoga refuses without a word, or in its own ones. */
export function refusedByYoga({ headers }: Request, { status }: Response): RequestError | null {
  if (status === 405) return new MutationByGet()
  if (status === 406) return new AcceptRefused(headers.get('accept'))
  if (status === 415) return new ContentTypeRefused(headers.get('content-type'))
  return null
}

/**
 * A request that does not get as far as what it asks for.
 *
 * @param graphql answers in the shape of GraphQL rather than in that of photos and batches
 */
export function refuse(error: unknown, requestId: string, logger: Logger, graphql = false): Response {
  const [status, headers] =
    error instanceof Unauthenticated
      ? ([401, { 'WWW-Authenticate': 'Bearer' }] as const)
      : error instanceof OriginRefused
        ? ([403, {}] as const)
        : error instanceof IssuerUnavailable
          ? ([503, { 'Retry-After': '5' }] as const)
          : error instanceof RequestError
            ? ([error.status, headersOf(error)] as const)
            : ([500, {}] as const)
  const known = status !== 500
  if (!known || status === 503) logger.error({ requestId, err: error }, 'request failed')
  const message = known
    ? (error as Error).message
    : `Expected an answer but received an unforeseen failure; see the server's log for request ${requestId}`
  const code = known ? (error as { code: string }).code : 'INTERNAL'
  const body = graphql
    ? { errors: [{ message, extensions: { code, requestId } }] }
    : { error: { code, message } }
  return Response.json(body, { status, headers: { ...headers, 'X-Request-Id': requestId } })
}

const headersOf = ({ status, retryAfterS }: RequestError): Record<string, string> => ({
  ...(retryAfterS !== null && { 'Retry-After': String(retryAfterS) }),
  ...(status === 405 && { Allow: 'GET, POST' }),
})
