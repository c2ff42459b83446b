import { randomUUID } from 'node:crypto'

/** The id under which the sender knows the request, if it is fit for a log line, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id') ?? headers.get('x-amzn-trace-id')
  return given && /^[\w.:;=/+-]{1,128}$/.test(given) ? given : randomUUID()
}
