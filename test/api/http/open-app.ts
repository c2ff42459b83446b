import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createApp } from '../../../api/app.ts'
import { byCredentials, openAccess } from '../../../api/auth/authenticate.ts'
import { createVerifyToken } from '../../../api/auth/oidc.ts'
import { createBatchRoutes } from '../../../api/batches/routes.ts'
import { createEdgeRoutes } from '../../../api/edge-routes.ts'
import { createGraphql } from '../../../api/yoga.ts'
import { openTestApi, type TestOptions } from '../open-test-api.ts'

const issuer = 'https://login.test'
const keys = await generateKeyPair('RS256')

/** A token as the issuer gives it, unless it is said otherwise. */
export const token = (
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
export async function openApp({
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

export const bearer = (credentials: string) => ({ Authorization: `Bearer ${credentials}` })
