import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../api/app.ts'
import { byCredentials, openAccess } from '../../api/auth/authenticate.ts'
import { createVerifyToken } from '../../api/auth/oidc.ts'
import { createBatchRoutes } from '../../api/batches/routes.ts'
import { createEdgeRoutes } from '../../api/edge-routes.ts'
import { createGraphql, requestLimits } from '../../api/yoga.ts'
import { answer } from './fake-model.ts'
import { adjuster, admin, openTestApi, type TestOptions } from './open-test-api.ts'
import { ASSESS, CREATE } from './operations.ts'
import { photoFile } from './photos.ts'

const issuer = 'https://login.test'
let keys: Awaited<ReturnType<typeof generateKeyPair>>
let strangers: typeof keys
beforeAll(async () => {
  ;[keys, strangers] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
})

const token = (
  claims: object,
  { key = keys.privateKey, audience = 'dentgraph', expires = '5m', from = issuer } = {},
) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer(from)
    .setAudience(audience)
    .setSubject('ada')
    .setExpirationTime(expires)
    .sign(key)

/** The whole HTTP surface, as npm start serves it, without a port. */
async function openApp({
  auth = 'open',
  production = false,
  cors = [] as string[],
  ...options
}: TestOptions & { auth?: 'open' | 'required'; production?: boolean; cors?: string[] } = {}) {
  const test = await openTestApi(options)
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256' }
  const verifyToken = createVerifyToken({
    issuer,
    audience: 'dentgraph',
    keys: createLocalJWKSet({ keys: [jwk] }),
  })
  const { api, logger } = test
  const app = createApp({
    graphql: createGraphql({ api, logger, development: !production }),
    authenticate: auth === 'open' ? openAccess() : byCredentials({ apiKeys: api.apiKeys, verifyToken }),
    logger,
    origins: { allowed: cors, loopbackOnly: auth === 'open' },
    edge: createEdgeRoutes(test.edge, api.index, api.photos),
    ...(api.batching && { batches: createBatchRoutes({ ...api.batching, links: test.links, logger }) }),
    development: !production,
  })
  const post = (query: string, headers: Record<string, string> = {}, variables: object = {}) =>
    app.request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Host: 'localhost', ...headers },
      body: JSON.stringify({ query, variables }),
    })
  return { ...test, app, post }
}

const bearer = (credentials: string) => ({ Authorization: `Bearer ${credentials}` })

it.each(['GET', 'HEAD', 'PUT'])('asks for no credentials beside a link: %s', async (method) => {
  const { app } = await openApp({ auth: 'required' })
  const ask = (path: string) =>
    app.request(`http://localhost${path}`, { method, headers: { Host: 'localhost' } })
  const byLink = method === 'PUT' ? '/batches/uploads/YWNtZQ/z1' : '/batches/YWNtZQ/b1/results.zip'
  expect((await ask(byLink)).status).toBe(403)
  expect((await ask('/batches/b1')).status).toBe(401)
})

it('sends whoever asks /graphql/ to /graphql, with method and body', async () => {
  const { app } = await openApp()
  const response = await app.request('http://localhost/graphql/?a=b', { method: 'POST', body: '{}' })
  expect([response.status, response.headers.get('location')]).toEqual([308, '/graphql?a=b'])
})

describe('credentials', () => {
  it('let a person in by a token of the issuer, as their tenant and role', async () => {
    const { post } = await openApp({ auth: 'required' })
    const response = await post(
      'mutation { createClaim { ... on Claim { audit { actor } } } }',
      bearer(await token({ tenant: 'acme', roles: ['adjuster', 'x'] })),
    )
    expect(await response.json()).toEqual({ data: { createClaim: { audit: [{ actor: 'ada' }] } } })
    const forbidden = await post(
      'mutation { createApiKey(name: "x", role: ADMIN) { ... on Error { code } } }',
      bearer(await token({ tenant: 'acme', roles: 'adjuster' })),
    )
    expect((await forbidden.json()).data.createApiKey.code).toBe('FORBIDDEN')
  })

  it.each([
    ['none', () => ''],
    ['another scheme', () => 'Basic YTpi'],
    ['no token', () => 'Bearer'],
    ['garbage', () => 'Bearer x.y.z'],
    ['an unknown key', () => 'Bearer dg_unknown'],
    [
      'an expired token',
      async () => `Bearer ${await token({ tenant: 'acme', roles: ['admin'] }, { expires: '-5m' })}`,
    ],
    [
      'a token of another issuer',
      async () =>
        `Bearer ${await token({ tenant: 'acme', roles: ['admin'] }, { from: 'https://evil.test' })}`,
    ],
    [
      'a token for another audience',
      async () => `Bearer ${await token({ tenant: 'acme', roles: ['admin'] }, { audience: 'other' })}`,
    ],
    [
      'a token signed by somebody else',
      async () =>
        `Bearer ${await token({ tenant: 'acme', roles: ['admin'] }, { key: strangers.privateKey })}`,
    ],
    ['a token without tenant', async () => `Bearer ${await token({ roles: ['admin'] })}`],
    [
      'a token with a tenant that would escape its keys',
      async () => `Bearer ${await token({ tenant: 'acme#CLAIM', roles: ['admin'] })}`,
    ],
    ['a token without role', async () => `Bearer ${await token({ tenant: 'acme', roles: ['god'] })}`],
    [
      'an unsigned token',
      () =>
        `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"tenant":"acme","roles":["admin"]}').toString('base64url')}.`,
    ],
  ])('keep out %s', async (_name, authorization) => {
    const { post, log } = await openApp({ auth: 'required' })
    const value = await authorization()
    const response = await post('{ claims { nodes { id } } }', value ? { Authorization: value } : {})
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    const body = await response.text()
    expect(JSON.parse(body).errors[0].extensions.code).toBe('UNAUTHENTICATED')
    for (const secret of value.split(/[ .]/).filter((part) => part.length > 8)) {
      expect(body).not.toContain(secret)
      expect(JSON.stringify(log)).not.toContain(secret)
    }
  })

  it('let a machine in by its key, until that is revoked; the key is not stored', async () => {
    const { post, api } = await openApp({ auth: 'required' })
    const admin = bearer(await token({ tenant: 'acme', roles: ['admin'] }))
    const made = await (
      await post(
        'mutation { createApiKey(name: "importer", role: SUBMITTER) { ... on NewApiKey { key apiKey { id name role } } } }',
        admin,
      )
    ).json()
    const { key, apiKey } = made.data.createApiKey
    const created = await (
      await post('mutation { createClaim { ... on Claim { audit { actor } } } }', bearer(key))
    ).json()
    expect(created.data.createClaim.audit[0].actor).toBe(`key importer (${apiKey.id})`)
    expect(JSON.stringify(await api.table.query('T#acme#APIKEYS'))).not.toContain(key.slice(3))
    await post(`mutation { revokeApiKey(id: "${apiKey.id}") { __typename } }`, admin)
    expect((await post('{ model { name } }', bearer(key))).status).toBe(401)
  })
})

describe('createApiKey', () => {
  it.each([
    ['no name', ' '],
    ['two lines', 'one\ntwo'],
    ['a name for a novel', 'x'.repeat(65)],
  ])('refuses %s', async (_what, name) => {
    const { ask } = await openTestApi()
    const { data } = await ask(
      `mutation ($name: String!) { createApiKey(name: $name, role: SUBMITTER) {
        ... on ValidationFailed { fields { field } } } }`,
      { name },
      admin,
    )
    expect(data.createApiKey).toEqual({ fields: [{ field: 'name' }] })
  })
})

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

describe('an operation', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'id' : `id claim { damages { ${nested(depth - 1)} } }`

  it.each([
    ['too deep', `{ claim(id: "x") { damages { ${nested(9)} } } }`],
    [
      'too dear',
      '{ claims(first: 100) { nodes { damages { photo { claims { damages { photo { claims { id } } } } } } } } }',
    ],
    ['of too many tokens', `{ ${'model { name } '.repeat(600)} }`],
    [
      'of too many aliases',
      `{ ${Array.from({ length: requestLimits.aliases + 1 }, (_, i) => `a${i}: model { name }`).join(' ')} }`,
    ],
  ])('that is %s is refused before it runs', async (_name, query) => {
    const { post, api } = await openApp()
    let reads = 0
    const { queryMany } = api.table
    api.table.queryMany = (pks) => (reads++, queryMany(pks))
    const body = await (await post(query)).json()
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0].message).toMatch(/Expected|limit|Syntax|exceeded/i)
    expect(reads).toBe(0)
  })

  it('that takes too long is answered in time, and what it began goes on', async () => {
    const { upload, ask, model } = await openTestApi({ yoga: { secondsPerOperation: 0.5 } })
    let release = (): void => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    model.behave(async () => {
      await released
      return answer
    })
    const late = await upload(ASSESS, await photoFile(), adjuster, { key: 'late', wait: 20 })
    expect(late.data ?? null).toBeNull()
    expect(late.errors).toMatchObject([{ extensions: { code: 'TIMED_OUT' } }])
    release()
    const found = () => ask('{ claims(first: 1) { nodes { assessments { status } } } }')
    await expect
      .poll(found, { timeout: 20_000 })
      .toMatchObject({ data: { claims: { nodes: [{ assessments: [{ status: 'SUCCEEDED' }] }] } } })
  })

  it('comes in batches of a bounded size', async () => {
    const { app } = await openApp()
    const send = (count: number) =>
      app.request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Host: 'localhost' },
        body: JSON.stringify(Array(count).fill({ query: '{ model { name } }' })),
      })
    expect(await (await send(10)).json()).toHaveLength(10)
    expect((await send(11)).status).toBe(413)
  })

  it.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['gzip;q=0.5, br;q=0', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
    ['identity', null, (body: Buffer) => body],
    ['', null, (body: Buffer) => body],
  ])(
    'is answered compressed when it is large and the client takes that: %j',
    async (accepted, encoding, read) => {
      const { app } = await openApp()
      const ask = (query: string) =>
        app.request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Accept-Encoding': accepted, Host: 'localhost' },
          body: JSON.stringify({ query }),
        })
      const large = await ask('{ __schema { types { name description fields { name } } } }')
      expect(large.headers.get('content-encoding')).toBe(encoding)
      expect(large.headers.get('vary')).toMatch(/accept-encoding/i)
      const body = Buffer.from(await large.arrayBuffer())
      expect(large.headers.get('content-length')).toBe(String(body.length))
      const text = read(body).toString()
      expect(JSON.parse(text).data.__schema.types.length).toBeGreaterThan(50)
      if (encoding) expect(body.length).toBeLessThan(text.length / 3)
      // Small answers are not worth it.
      expect((await ask('{ model { name } }')).headers.get('content-encoding')).toBeNull()
    },
  )

  it('about the schema itself is for development', async () => {
    const { post, app } = await openApp({ production: true, auth: 'required' })
    const credentials = bearer(await token({ tenant: 'acme', roles: ['admin'] }))
    const { errors } = await (await post('{ __schema { types { name } } }', credentials)).json()
    expect(errors[0].message).toContain('introspection')
    const page = await app.request('http://localhost/graphql', {
      headers: { Accept: 'text/html', Host: 'localhost' },
    })
    expect(page.status).toBe(401)
  })

  it('may be limited to those known by name', async () => {
    const operations = { one: '{ model { name } }' }
    const { send } = await openTestApi({ yoga: { persisted: { operations, only: true } } })
    const ask = (body: object) =>
      send(
        new Request('http://api.test/graphql', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      )
    const named = await ask({ extensions: { persistedQuery: { version: 1, sha256Hash: 'one' } } })
    expect(await named.json()).toEqual({ data: { model: { name: 'tiny' } } })
    expect((await (await ask({ query: '{ model { version } }' })).json()).errors[0].message).toMatch(
      /Persisted/,
    )
  })

  it.each([
    ['no JSON', '{'],
    ['no query', '{}'],
    ['an array of nothing', '[]'],
    ['a number', '7'],
  ])('that is %s gets an answer all the same', async (_name, body) => {
    const { app } = await openApp()
    const response = await app.request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Host: 'localhost' },
      body,
    })
    expect(response.status).toBeLessThan(500)
    expect(await response.text()).not.toMatch(/at .*\.ts/)
  })
})

describe('a body', () => {
  it.each([['text/csv'], [undefined]])('of the type %s is refused in words', async (type) => {
    const { app } = await openApp()
    const response = await app.request('http://localhost/graphql', {
      method: 'POST',
      headers: { ...(type && { 'Content-Type': type }), Host: 'localhost' },
      body: new TextEncoder().encode('{"query":"{ model { name } }"}'),
    })
    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('application/json'),
          extensions: { code: 'CONTENT_TYPE_REFUSED' },
        },
      ],
    })
  })
})

describe('a failure that nobody foresaw', () => {
  it('is masked, and logged under the id of the request', async () => {
    const { post, api, log } = await openApp()
    api.table.getMany = async () => {
      throw new Error('password is hunter2')
    }
    const response = await post('{ claim(id: "00000000000000000000") { id } }', { 'X-Request-Id': 'req-7' })
    const body = await response.json()
    expect(response.headers.get('x-request-id')).toBe('req-7')
    expect(body.errors[0]).toMatchObject({
      extensions: { code: 'INTERNAL', requestId: 'req-7' },
      path: ['claim'],
    })
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(log.find(({ msg }) => msg === 'unforeseen failure')).toMatchObject({
      requestId: 'req-7',
      err: { message: 'password is hunter2' },
    })
  })
})

describe('the log', () => {
  it('says who asked for what, and never what with', async () => {
    const { post, log } = await openApp()
    await post(CREATE.replace('mutation', 'mutation Open'), {}, { input: { vehicle: { plate: 'SECRET 1' } } })
    expect(log.find(({ msg }) => msg === 'operation')).toMatchObject({
      tenant: 'local',
      operation: 'Open',
      type: 'mutation',
    })
    expect(JSON.stringify(log)).not.toContain('SECRET')
    expect(adjuster.tenant).toBe('acme')
  })
})

describe('a request that holds no operation', () => {
  const json = { 'Content-Type': 'application/json', Host: 'localhost' }
  const tell = async (response: Response) => {
    const text = await response.text()
    const { message, extensions } = JSON.parse(text).errors[0]
    expect(text).not.toMatch(/SyntaxError|node_modules|INTERNAL/)
    expect(message).toMatch(/^Expected .* but received /)
    return `${response.status} ${extensions.code} ${message}`
  }

  it.each([
    ['no JSON', '{"query":', 'Expected JSON for the body'],
    ['nothing', '', 'Expected JSON for the body'],
    ['null', 'null', 'Expected'],
    ['a text', '"{ model { name } }"', 'Expected'],
    ['no query', '{}', 'Expected an operation for query but received none'],
    ['a query that is none', '{"query":1}', 'Expected an operation as text for query but received 1'],
    [
      'variables that are none',
      '{"query":"{ x }","variables":[]}',
      'Expected an object for variables but received []',
    ],
    [
      'a name that is none',
      '{"query":"{ x }","operationName":1}',
      'Expected a name as text for operationName',
    ],
    ['more than it may', '{"query":"{ x }","id":1}', 'query, variables, operationName and extensions alone'],
    ['a list of other things', '[{"query":"{ model { name } }"},null]', 'Expected an object with a query'],
    [
      'a name where none are known',
      '{"extensions":{"persistedQuery":{"sha256Hash":"x"}}}',
      'but received none',
    ],
  ])('is told what to send: %s', async (_what, body, expected) => {
    const { app } = await openApp()
    const told = await tell(
      await app.request('http://localhost/graphql', { method: 'POST', headers: json, body }),
    )
    expect(told).toMatch(/^400 BAD_REQUEST /)
    expect(told).toContain(expected)
  })

  it.each([
    ['no operations', {}],
    ['operations that are no JSON', { operations: '{' }],
    ['operations that are null', { operations: 'null', map: '{"0":["variables.photo"]}' }],
    ['operations that are a text', { operations: '"x"', map: '{"0":["variables.photo"]}' }],
    ['a map that is no JSON', { operations: '{"query":"{ x }"}', map: '{' }],
    ['a map of nothing', { operations: '{"query":"{ x }"}', map: '{"0":null}' }],
    ['a map of no paths', { operations: '{"query":"{ x }"}', map: '{"0":[null]}' }],
    ['a map beyond the list', { operations: '[{"query":"{ x }"}]', map: '{"0":["7.variables.photo"]}' }],
  ])('is told what to send in a form: %s', async (_what, fields: Record<string, string>) => {
    const { app, log } = await openApp()
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    body.set('0', new Blob(['x']), 'car.jpg')
    const request = { method: 'POST', headers: { Host: 'localhost' }, body }
    expect(await tell(await app.request('http://localhost/graphql', request))).toMatch(/^400 BAD_REQUEST /)
    expect(log.filter(({ level }) => level >= 50)).toEqual([])
  })

  it.each([
    ['variables', 'query={model{name}}&variables=x', 400],
    ['extensions', 'query={model{name}}&extensions=x', 400],
    ['no query', 'query=', 400],
    ['a mutation', 'query=mutation{createClaim{__typename}}', 405],
    ['a subscription', 'query=subscription{assessmentUpdated(id:"x"){id}}', 406],
  ])('is told what to send in a link: %s', async (_what, query, status) => {
    const { app, log } = await openApp()
    const headers = { Host: 'localhost', Accept: 'application/json' }
    const told = await tell(await app.request(`http://localhost/graphql?${query}`, { headers }))
    expect(told).toMatch(new RegExp(`^${status} `))
    expect(log.filter(({ level }) => level >= 50)).toEqual([])
  })

  it('is one of too many at once', async () => {
    const { app } = await openApp()
    const body = JSON.stringify(Array(requestLimits.batch + 1).fill({ query: '{ model { name } }' }))
    expect(
      await tell(await app.request('http://localhost/graphql', { method: 'POST', headers: json, body })),
    ).toBe('413 BAD_REQUEST Expected at most 10 operations in one request but received 11')
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    'comes by another method: %s',
    async (method) => {
      const { app } = await openApp()
      const response = await app.request('http://localhost/graphql', {
        method,
        headers: { Host: 'localhost' },
      })
      expect(response.headers.get('allow')).toBe('GET, POST')
      expect(await tell(response)).toBe(
        `405 METHOD_REFUSED Expected GET or POST for /graphql but received ${method}`,
      )
    },
  )

  it('is packed, which nobody unpacks', async () => {
    const { app } = await openApp()
    for (const encoding of ['gzip', 'br', 'gzip, br', 'x']) {
      const headers = { ...json, 'Content-Encoding': encoding }
      const response = await app.request('http://localhost/graphql', { method: 'POST', headers, body: 'x' })
      expect(await tell(response)).toContain('415 CONTENT_ENCODING_REFUSED')
    }
  })

  it('wants an answer of a kind that there is none of, and nothing is done for it', async () => {
    const { post, api } = await openApp()
    for (const Accept of ['text/plain', 'image/png', ';;;', 'application/json;charset=latin1'])
      expect(await tell(await post('{ model { name } }', { Accept }))).toContain('406 ACCEPT_REFUSED')
    await post('mutation { createClaim { __typename } }', { Accept: 'text/plain' })
    expect((await api.listClaims(adjuster, {}, {})).edges).toEqual([])
    for (const Accept of ['', '*/*', 'text/html, application/*;q=0.1', 'application/graphql-response+json'])
      expect((await post('{ model { name } }', { Accept })).status).toBe(200)
  })
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
