import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface IdentityProvider {
  issuer: string
  /** Seconds that the next tokens are good for. */
  lifetime: number
  /** Who signs in from now on, and their roles. */
  person: { subject: string; name: string }
  roles: string[]
  /** How often somebody signed in. */
  signedIn(): number
  stop(): Promise<void>
}

/** An OpenID provider that lets everybody in: discovery, code flow with PKCE, keys. It checks what a real one checks. */
export async function startIdentityProvider(clientId: string): Promise<IdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>()
  let count = 0
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const json = (body: object, status = 200) => {
      response.writeHead(status, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' })
      response.end(JSON.stringify(body))
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
        authorization_response_iss_parameter_supported: true,
      })
    }
    if (url.pathname === '/keys') return json({ keys: [jwk] })
    if (url.pathname === '/authorize') {
      const asked = (name: string) => url.searchParams.get(name) ?? ''
      if (asked('code_challenge_method') !== 'S256' || asked('client_id') !== clientId) return json({}, 400)
      const code = `code-${++count}`
      codes.set(code, {
        challenge: asked('code_challenge'),
        nonce: asked('nonce'),
        redirect: asked('redirect_uri'),
      })
      const back = new URL(asked('redirect_uri'))
      back.search = new URLSearchParams({ code, state: asked('state'), iss: issuer }).toString()
      response.writeHead(302, { Location: back.href })
      return response.end()
    }
    if (url.pathname !== '/token') return json({}, 404)
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const form = new URLSearchParams(body)
      const grant = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (!grant || grant.challenge !== challenge || grant.redirect !== form.get('redirect_uri')) {
        return json({ error: 'invalid_grant' }, 400)
      }
      void tokensFor(grant.nonce).then((tokens) => json(tokens))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function tokensFor(nonce: string) {
    const sign = (audience: string, claims: object) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(provider.person.subject)
        .setIssuedAt()
        .setExpirationTime(`${provider.lifetime}s`)
        .sign(privateKey)
    return {
      access_token: await sign('dentgraph', { tenant: 'acme', roles: provider.roles }),
      id_token: await sign(clientId, { nonce, name: provider.person.name }),
      token_type: 'Bearer',
      expires_in: provider.lifetime,
    }
  }

  const provider: IdentityProvider = {
    issuer,
    lifetime: 600,
    person: { subject: 'ada', name: 'Ada Adjuster' },
    roles: ['adjuster'],
    signedIn: () => count,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return provider
}
