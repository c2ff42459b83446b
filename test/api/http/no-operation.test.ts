import { describe, expect, it } from 'vitest'
import { requestLimits } from '../../../api/yoga.ts'
import { adjuster } from '../open-test-api.ts'
import { openApp } from './open-app.ts'

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
