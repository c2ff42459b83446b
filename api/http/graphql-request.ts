import { RequestError } from '../../edge/http/errors.ts'

/** A method that GraphQL has no use for. */
export class MethodRefused extends RequestError {
  readonly code = 'METHOD_REFUSED'
  readonly status = 405
  constructor(method: string) {
    super(`Expected GET or POST for /graphql but received ${method}`)
  }
}

/** A link must not change anything. */
export class MutationByGet extends RequestError {
  readonly code = 'METHOD_REFUSED'
  readonly status = 405
  constructor() {
    super('Expected POST for a mutation but received GET')
  }
}

/** A body that is packed: photos hardly shrink, and what unpacks may be a bomb. */
export class ContentEncodingRefused extends RequestError {
  readonly code = 'CONTENT_ENCODING_REFUSED'
  readonly status = 415
  constructor(received: string) {
    super(`Expected a body without Content-Encoding but received ${JSON.stringify(received.slice(0, 40))}`)
  }
}

/** An answer is wanted of a kind that there is none of. */
export class AcceptRefused extends RequestError {
  readonly code = 'ACCEPT_REFUSED'
  readonly status = 406
  constructor(received: string | null) {
    super(
      'Expected application/json, or text/event-stream for a subscription, for Accept but received ' +
        JSON.stringify((received ?? '').slice(0, 80)),
    )
  }
}

const ANSWERS =
  /^\s*(\*\/\*|application\/(\*|json|graphql-response\+json)|text\/(\*|event-stream)|multipart\/(\*|mixed))\s*(;|$)/i

/**
 * Refuses what could not be answered, before anything is done for it.
 *
 * @throws MethodRefused, ContentEncodingRefused, AcceptRefused
 */
export function checkGraphqlRequest({ method, headers }: Request): void {
  if (method !== 'GET' && method !== 'POST') throw new MethodRefused(method)
  const encoding = headers.get('content-encoding')?.trim()
  if (encoding && encoding.toLowerCase() !== 'identity') throw new ContentEncodingRefused(encoding)
  const accept = headers.get('accept')
  // A page of this server is asked for by GET.
  if (method === 'POST' && accept?.trim() && !accept.split(',').some((type) => ANSWERS.test(type)))
    throw new AcceptRefused(accept)
}
