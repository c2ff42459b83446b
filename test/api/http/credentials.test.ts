import { generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { admin, openTestApi } from '../open-test-api.ts'
import { bearer, openApp, token } from './open-app.ts'

const strangers = await generateKeyPair('RS256')

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

it.each(['GET', 'HEAD', 'PUT'])('asks for no credentials beside a link: %s', async (method) => {
  const { app } = await openApp({ auth: 'required' })
  const ask = (path: string) =>
    app.request(`http://localhost${path}`, { method, headers: { Host: 'localhost' } })
  const byLink = method === 'PUT' ? '/batches/uploads/YWNtZQ/z1' : '/batches/YWNtZQ/b1/results.zip'
  expect((await ask(byLink)).status).toBe(403)
  expect((await ask('/batches/b1')).status).toBe(401)
})
