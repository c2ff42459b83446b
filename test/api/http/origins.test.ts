import { describe, expect, it } from 'vitest'
import { bearer, openApp, token } from './open-app.ts'

describe('a page of another site', () => {
  const refused = async (response: Response) => {
    expect(response.status).toBe(403)
    expect((await response.json()).errors[0].extensions.code).toBe('ORIGIN_REFUSED')
  }

  it('sends nothing through its visitor’s browser', async () => {
    const { post, app } = await openApp()
    await refused(await post('mutation { createClaim { __typename } }', { Origin: 'https://evil.test' }))
    await refused(await post('{ model { name } }', { Origin: 'null' }))
    await refused(await post('{ model { name } }', { 'Sec-Fetch-Site': 'cross-site' }))
    const form = new FormData()
    form.set('operations', '{"query":"mutation { createClaim { __typename } }"}')
    form.set('map', '{}')
    await refused(
      await app.request('http://localhost/graphql', {
        method: 'POST',
        body: form,
        headers: { Host: 'localhost', Origin: 'https://evil.test' },
      }),
    )
  })

  it('does not get around that by a name that leads here', async () => {
    const { post } = await openApp()
    await refused(await post('{ model { name } }', { Host: 'evil.test', Origin: 'http://evil.test' }))
  })

  it('gets nothing changed by a plain link', async () => {
    const { app } = await openApp()
    const response = await app.request(
      `http://localhost/graphql?query=${encodeURIComponent('mutation { createClaim { __typename } }')}`,
      { headers: { Host: 'localhost' } },
    )
    expect(response.status).toBe(405)
  })

  it('may call when it is one of those that may', async () => {
    const { post, app } = await openApp({ auth: 'required', cors: ['https://desk.test'] })
    const preflight = await app.request('http://localhost/graphql', {
      method: 'OPTIONS',
      headers: {
        Host: 'localhost',
        Origin: 'https://desk.test',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization',
      },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://desk.test')
    const response = await post('{ model { name } }', {
      Origin: 'https://desk.test',
      ...bearer(await token({ tenant: 'acme', roles: ['submitter'] })),
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://desk.test')
    await refused(await post('{ model { name } }', { Origin: 'https://other.test' }))
  })

  it.each([
    ['POST', '/graphql'],
    ['POST', '/photos'],
    ['POST', '/batches?name=hail'],
    ['POST', '/batches/uploads'],
    ['GET', '/batches/b1'],
    ['PUT', '/batches/uploads/YWNtZQ/z1?signature=x'],
  ])('may call %s %s by a preflight without credentials, and is told why not', async (method, path) => {
    const { app } = await openApp({ auth: 'required', cors: ['https://desk.test'] })
    const ask = (method: string, headers: Record<string, string>) =>
      app.request(`http://localhost${path}`, { method, headers: { Host: 'localhost', ...headers } })
    const preflightOf = (Origin: string) =>
      ask('OPTIONS', {
        Origin,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization,idempotency-key',
      })
    const preflight = await preflightOf('https://desk.test')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://desk.test')
    expect(preflight.headers.get('access-control-allow-methods')).toContain(method)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,idempotency-key')
    expect((await preflightOf('https://other.test')).headers.get('access-control-allow-origin')).toBeNull()

    const refusal = await ask(method, { Origin: 'https://desk.test' })
    expect([401, 403]).toContain(refusal.status)
    expect(refusal.headers.get('access-control-allow-origin')).toBe('https://desk.test')
    expect(refusal.headers.get('access-control-expose-headers')).toContain('Retry-After')
  })
})
