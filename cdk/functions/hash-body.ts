/**
 * At CloudFront's edge, before a request goes to a function URL: CloudFront signs its requests there, and Lambda takes
 * no signature without the body's SHA-256, which CloudFront does not make itself. Programs that know of it send
 * `x-amz-content-sha256`; for all others it is made here, up to the size of a body that is shown to this function.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
 */
import { createHash } from 'node:crypto'

const HEADER = 'x-amz-content-sha256'

interface EdgeRequest {
  method: string
  uri: string
  headers: Record<string, { key?: string; value: string }[]>
  body?: { data: string; encoding: 'base64' | 'text'; inputTruncated: boolean }
}

export interface EdgeEvent {
  Records: [{ cf: { request: EdgeRequest } }]
}

export interface EdgeAnswer {
  status: string
  statusDescription: string
  headers: Record<string, { key: string; value: string }[]>
  body: string
}

export async function handler({ Records: [{ cf }] }: EdgeEvent): Promise<EdgeRequest | EdgeAnswer> {
  const { request } = cf
  if (request.method === 'GET' || request.method === 'HEAD' || request.headers[HEADER]) return request
  const { data = '', encoding = 'text', inputTruncated = false } = request.body ?? {}
  if (inputTruncated) return tooLarge(request.uri)
  const value = createHash('sha256')
    .update(Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8'))
    .digest('hex')
  request.headers[HEADER] = [{ key: HEADER, value }]
  return request
}

function tooLarge(uri: string): EdgeAnswer {
  const code = 'BODY_HASH_MISSING'
  const message =
    `Expected the header ${HEADER} (SHA-256 of the body, in hex) for a body above 1 MB but received none; ` +
    'send it, or upload the photo by POST /photos/uploads'
  const body =
    uri === '/graphql' ? { errors: [{ message, extensions: { code } }] } : { error: { code, message } }
  return {
    status: '413',
    statusDescription: 'Content Too Large',
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'application/json' }],
      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
    },
    body: JSON.stringify(body),
  }
}
