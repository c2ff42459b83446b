import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../api/app.ts'
import { openAccess } from '../../api/auth/authenticate.ts'
import { createEdgeRoutes } from '../../api/edge-routes.ts'
import { createEdgeProxy } from '../../api/photos/edge-proxy.ts'
import { createSignedFetch } from '../../api/photos/signed-fetch.ts'
import { openTestApi } from './open-test-api.ts'

/** The API with its edge elsewhere, which answers as it is told; null is one that is not there. */
async function openApp(answer: RequestListener | null) {
  const { api, logger } = await openTestApi()
  const server = createServer(answer ?? (() => {}))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const edgeUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  if (!answer) server.close()
  onTestFinished(() => void server.close())
  const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' })
  const proxy = createEdgeProxy({ edgeUrl, fetch: createSignedFetch({ credentials, region: 'local' }) })
  const app = createApp({
    graphql: async () => new Response(),
    authenticate: openAccess(),
    logger,
    origins: { allowed: [], loopbackOnly: false },
    edge: createEdgeRoutes(proxy, api.index, api.photos),
    development: false,
  })
  return (path = '/photos') => app.request(`http://api.test${path}`, { method: 'POST', body: 'photo' })
}

describe('POST /photos where the edge is elsewhere', () => {
  it.each<[string, RequestListener | null]>([
    ['is away', null],
    ['hangs up', (request) => request.socket.destroy()],
    [
      'is throttled by what stands before it',
      (_request, response) =>
        response.writeHead(429, { 'Content-Type': 'application/json' }).end('{"Reason":"x"}'),
    ],
    ['has crashed', (_request, response) => response.writeHead(502).end('Internal Server Error')],
    [
      'has crashed, told as JSON that is none',
      (_request, response) => response.writeHead(502, { 'Content-Type': 'application/json' }).end('Internal'),
    ],
  ])('answers 503 and says when to come again where it %s', async (_what, answer) => {
    const post = await openApp(answer)
    for (const path of ['/photos', '/photos/uploads']) {
      const response = await post(path)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
      expect(response.headers.get('x-request-id')).not.toBeNull()
      expect(await response.json()).toEqual({
        error: {
          code: 'EDGE_UNAVAILABLE',
          message: expect.stringMatching(
            /^Expected an answer .* but received .*; send the same again in 5 s$/,
          ),
        },
      })
    }
  })

  it('passes the edge’s own refusals on', async () => {
    const error = { code: 'SERVER_BUSY', message: 'Expected room' }
    const post = await openApp((_request, response) =>
      response
        .writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '9' })
        .end(JSON.stringify({ error })),
    )
    const response = await post()
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '9'])
    expect(await response.json()).toEqual({ error })
  })
})
