import { STATUS_CODES } from 'node:http'
import { HeadersTooLarge, HeadersTooSlow, NotHttp, type RequestError } from './errors.ts'

/** What Node's parser could not make a request of, as one of our errors. */
function errorOf(code: string | undefined, headersSeconds: number): RequestError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new HeadersTooSlow(headersSeconds)
  if (code === 'HPE_HEADER_OVERFLOW') return new HeadersTooLarge()
  return new NotHttp()
}

/**
 * The whole answer to what never became a request, which Node by itself would answer with an empty body.
 *
 * @param code of Node's `clientError`
 */
export function answerNoRequest(code: string | undefined, headersSeconds: number): string {
  const { status, code: ours, message } = errorOf(code, headersSeconds)
  const body = JSON.stringify({ error: { code: ours, message } })
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
