import { expect, it } from 'vitest'
import { openApp } from './open-app.ts'

it('sends whoever asks /graphql/ to /graphql, with method and body', async () => {
  const { app } = await openApp()
  const response = await app.request('http://localhost/graphql/?a=b', { method: 'POST', body: '{}' })
  expect([response.status, response.headers.get('location')]).toEqual([308, '/graphql?a=b'])
})

it.each(['POST /', 'GET /nowhere', 'DELETE /healthz', 'PROPFIND /assets/x.js'])(
  'says what there is where there is nothing: %s',
  async (what) => {
    const [method = '', path] = what.split(' ')
    const { app } = await openApp()
    const response = await app.request(`http://localhost${path}`, { method, headers: { Host: 'localhost' } })
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: { code: 'ROUTE_UNKNOWN', message: expect.stringMatching(/^Expected .* but received /) } },
    ])
  },
)
