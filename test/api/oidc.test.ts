import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Unauthenticated } from '../../api/auth/authenticate.ts'
import { createVerifyToken, IssuerUnavailable } from '../../api/auth/oidc.ts'

const COOLDOWN_MS = 200

/** An OpenID provider over HTTP, as far as a server that checks its tokens sees it. */
async function startProvider() {
  const state = { down: false, fetches: 0 }
  const published = new Map<string, object>()
  const signing = new Map<string, CryptoKey>()
  const http = createServer((request, response) => {
    if (state.down) return void response.writeHead(503).end('{}')
    response.setHeader('Content-Type', 'application/json')
    if (request.url === '/.well-known/openid-configuration') {
      return void response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }))
    }
    state.fetches++
    response.end(JSON.stringify({ keys: [...published.values()] }))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.close()
    http.closeAllConnections()
  })
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return {
    issuer,
    state,
    async add(kid: string) {
      const { publicKey, privateKey } = await generateKeyPair('ES256')
      published.set(kid, { ...(await exportJWK(publicKey)), kid, alg: 'ES256' })
      signing.set(kid, privateKey)
    },
    withdraw: (kid: string) => published.delete(kid),
    sign: (kid: string) =>
      new SignJWT({ tenant: 'acme', roles: ['adjuster'] })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(issuer)
        .setAudience('dentgraph')
        .setSubject('ada')
        .setExpirationTime('5m')
        .sign(signing.get(kid) as CryptoKey),
  }
}

async function open({ cooldownMs = COOLDOWN_MS } = {}) {
  const provider = await startProvider()
  await provider.add('first')
  const { issuer } = provider
  return {
    ...provider,
    verify: createVerifyToken({ issuer, audience: 'dentgraph', cooldownMs }),
  }
}

const ada = { tenant: 'acme', subject: 'ada', role: 'adjuster' }

describe('the keys of an OpenID provider', () => {
  it('that come with another status than 200 blame nobody', async () => {
    const { issuer, sign, state } = await open()
    const verify = createVerifyToken({ issuer, audience: 'dentgraph', jwksUrl: `${issuer}/keys` })
    state.down = true
    await expect(verify(await sign('first'))).rejects.toThrow(IssuerUnavailable)
    state.down = false
    expect(await verify(await sign('first'))).toEqual(ada)
  })

  it('are found by discovery, and fetched once for many tokens', async () => {
    const { verify, sign, state } = await open()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => sign('first')))
    for (const token of tokens) expect(await verify(token)).toEqual(ada)
    await Promise.all(tokens.map(verify))
    expect(state.fetches).toBe(1)
  })

  it('are fetched again when a token is signed with a new one, which withdraws the old', async () => {
    const { verify, sign, add, withdraw, state } = await open()
    const old = await sign('first')
    expect(await verify(old)).toEqual(ada)
    await add('second')
    withdraw('first')
    await sleep(COOLDOWN_MS + 50)
    expect(await verify(await sign('second'))).toEqual(ada)
    expect(state.fetches).toBe(2)
    await expect(verify(old)).rejects.toBeInstanceOf(Unauthenticated)
  })

  it('are not fetched for every token of a stranger', async () => {
    const { verify, sign, add, withdraw, state } = await open({ cooldownMs: 60_000 })
    await verify(await sign('first'))
    await add('unpublished')
    withdraw('unpublished')
    const token = await sign('unpublished')
    for (let i = 0; i < 20; i++) await expect(verify(token)).rejects.toBeInstanceOf(Unauthenticated)
    expect(state.fetches).toBe(1)
  })

  it('may be out of reach at first: nobody is let in, or blamed, until they are there', async () => {
    const { verify, sign, state } = await open()
    const token = await sign('first')
    state.down = true
    await expect(verify(token)).rejects.toBeInstanceOf(IssuerUnavailable)
    state.down = false
    expect(await verify(token)).toEqual(ada)
  })

  it('may be out of reach later: whoever has a token of a known key stays in', async () => {
    const { verify, sign, state } = await open()
    await verify(await sign('first'))
    state.down = true
    await sleep(COOLDOWN_MS + 50)
    expect(await verify(await sign('first'))).toEqual(ada)
  })
})
