import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { asSentByViewer } from '../../api/cloudfront-event.ts'
import { type EdgeEvent, handler as hashBody } from '../../cdk/functions/hash-body.ts'
import { handler as tenantInToken } from '../../cdk/functions/tenant-in-token.ts'

const load = (file: string) =>
  runInNewContext(
    `${readFileSync(join(import.meta.dirname, '../../cdk/functions', file), 'utf8')}; handler`,
  ) as (event: object) => any

describe('what CloudFront tells the functions of a visitor', () => {
  const viewerRequest = load('viewer-request.js')
  const sent = (headers: Record<string, string>) => {
    const wrapped = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }]))
    const { headers: told } = viewerRequest({ request: { uri: '/graphql', headers: wrapped } })
    return Object.fromEntries(
      Object.entries(told as Record<string, { value: string }>).map(([name, { value }]) => [name, value]),
    )
  }

  it('is who they say they are, under a name that CloudFront’s signature leaves alone', () => {
    const told = sent({ host: 'claims.example.com', authorization: 'Bearer dg_x' })
    // CloudFront then puts its own host and signature in their place.
    const event = {
      headers: { ...told, host: 'x.lambda-url.aws', authorization: 'AWS4-HMAC-SHA256 …' },
      requestContext: { domainName: 'x.lambda-url.aws' },
    }
    expect(asSentByViewer(event)).toEqual({
      headers: { host: 'claims.example.com', authorization: 'Bearer dg_x' },
      requestContext: { domainName: 'claims.example.com' },
    })
  })

  it('is never what they put into those names themselves', () => {
    const told = sent({
      host: 'claims.example.com',
      'x-viewer-authorization': 'Bearer stolen',
      'x-viewer-host': 'evil.example',
    })
    const event = { headers: { ...told, authorization: 'AWS4-HMAC-SHA256 …' }, requestContext: {} }
    expect(asSentByViewer(event).headers).toEqual({ host: 'claims.example.com' })
  })
})

describe('the checksum of a body, for Lambda’s signature', () => {
  const event = (request: object): EdgeEvent => ({
    Records: [{ cf: { request: { method: 'POST', uri: '/graphql', headers: {}, ...request } } }],
  })

  it.each([
    ['text', '{"query":"ä"}', 'text'],
    ['bytes', Buffer.from([255, 0, 1]).toString('base64'), 'base64'],
  ] as const)('is made of %s', async (_, data, encoding) => {
    const request = await hashBody(event({ body: { data, encoding, inputTruncated: false } }))
    const bytes = Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8')
    expect(request.headers['x-amz-content-sha256']![0]!.value).toBe(
      createHash('sha256').update(bytes).digest('hex'),
    )
  })

  it('is that of nothing where there is no body', async () => {
    const request = await hashBody(event({}))
    expect(request.headers['x-amz-content-sha256']![0]!.value).toBe(createHash('sha256').digest('hex'))
  })

  it('is left as the program made it, however large the body', async () => {
    const headers = { 'x-amz-content-sha256': [{ value: 'its own' }] }
    const request = await hashBody(
      event({ headers, body: { data: '', encoding: 'base64', inputTruncated: true } }),
    )
    expect(request.headers).toEqual(headers)
  })

  it.each([
    ['/graphql', (body: any) => body.errors[0].extensions.code],
    ['/photos', (body: any) => body.error.code],
  ])('cannot be made of a body that is shown in part: %s says what to send', async (uri, code) => {
    const answer: any = await hashBody(
      event({ uri, body: { data: 'AAAA', encoding: 'base64', inputTruncated: true } }),
    )
    expect([answer.status, code(JSON.parse(answer.body))]).toEqual(['413', 'BODY_HASH_MISSING'])
    expect(answer.body).toContain('POST /photos/uploads')
  })
})

it('an access token names the company and the client, and no company where there is none', async () => {
  const event = (attributes: object) => ({
    callerContext: { clientId: 'desk' },
    request: { userAttributes: { ...attributes } },
    response: {},
  })
  const claims = async (attributes: object) =>
    ((await tenantInToken(event(attributes))).response as any).claimsAndScopeOverrideDetails
      .accessTokenGeneration.claimsToAddOrOverride
  expect(await claims({ 'custom:tenant': 'acme' })).toEqual({ aud: 'desk', tenant: 'acme' })
  expect(await claims({})).toEqual({ aud: 'desk' })
})

it('the desk is one page for every address within it, and a file that is gone is not a page', () => {
  const deskPage = load('desk-page.js')
  const asked = (uri: string) => deskPage({ request: { uri } }).uri
  expect(['/', '/claims/abc', '/assets/index-0123.js', '/desk.json'].map(asked)).toEqual([
    '/index.html',
    '/index.html',
    '/assets/index-0123.js',
    '/desk.json',
  ])
})
