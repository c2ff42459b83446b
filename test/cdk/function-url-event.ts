import recorded from '../edge/fixtures/function-url-event.json' with { type: 'json' }

/** A recorded event of a function URL, for another request. */
export function functionUrlEvent(
  method: string,
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: Uint8Array | string } = {},
) {
  const [rawPath = '', rawQueryString = ''] = url.split('?')
  const { 'content-length': _, 'content-type': __, ...others } = recorded.headers
  const bytes = body === undefined ? undefined : Buffer.from(body as Uint8Array)
  return {
    ...recorded,
    rawPath,
    rawQueryString,
    queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
    headers: { ...others, ...headers, ...(bytes && { 'content-length': String(bytes.length) }) },
    requestContext: {
      ...recorded.requestContext,
      http: { ...recorded.requestContext.http, method, path: rawPath },
    },
    body: bytes?.toString('base64'),
    isBase64Encoded: bytes !== undefined,
  }
}
