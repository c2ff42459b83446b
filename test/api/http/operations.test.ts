import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { requestLimits } from '../../../api/yoga.ts'
import { answer } from '../fake-model.ts'
import { adjuster, openTestApi } from '../open-test-api.ts'
import { ASSESS } from '../operations.ts'
import { photoFile } from '../photos.ts'
import { bearer, openApp, token } from './open-app.ts'

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
