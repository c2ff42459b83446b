import * as oauth from 'oauth4webapi'
import type { OidcClient } from './desk-config.ts'

export interface Tokens {
  accessToken: string
  refreshToken: string | null
  /** Milliseconds since 1970. */
  expiresAt: number
  /** Who signed in, where the provider says so. */
  name: string | null
  /** The provider's lasting key for that person. */
  subject: string | null
}

/** Where the provider sends people back to; register this address with it. */
export const CALLBACK = '/signed-in'
const CHANNEL = 'dentgraph.signed-in'

export class SignInFailed extends Error {}

/** Local providers of tests and trials speak plain HTTP; others must not. */
const insecure = (issuer: string) => ({
  [oauth.allowInsecureRequests]: /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(issuer),
})

async function discover({ issuer }: OidcClient) {
  const url = new URL(issuer)
  const response = await oauth.discoveryRequest(url, { algorithm: 'oidc', ...insecure(issuer) })
  return oauth.processDiscoveryResponse(url, response)
}

/**
 * Signs somebody in by the code flow with PKCE, in a window of its own, so that the page with their work
 * stays as it is. Call it from a click: browsers block windows that nobody asked for.
 *
 * Source: RFC 7636; OpenID Connect Core 1.0.
 *
 * @throws SignInFailed
 */
export async function authorize(config: OidcClient): Promise<Tokens> {
  const opened = window.open('about:blank', '_blank', 'popup,width=480,height=680')
  if (!opened) throw new SignInFailed('the browser blocked the window')
  const server = await discover(config)
  const client: oauth.Client = { client_id: config.clientId }
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  const redirect = new URL(CALLBACK, location.origin).href
  const url = new URL(server.authorization_endpoint as string)
  url.search = new URLSearchParams({
    client_id: config.clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: config.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }).toString()
  const back = waitForReturn(state)
  opened.location.href = url.href
  const params = oauth.validateAuthResponse(server, client, new URL(await back), state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    params,
    redirect,
    verifier,
    insecure(config.issuer),
  )
  const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
  })
  return tokensOf(result)
}

/** @throws Error when the provider wants to see the person again */
export async function refresh(config: OidcClient, refreshToken: string): Promise<Tokens> {
  const server = await discover(config)
  const client: oauth.Client = { client_id: config.clientId }
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    refreshToken,
    insecure(config.issuer),
  )
  const tokens = tokensOf(await oauth.processRefreshTokenResponse(server, client, response))
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }
}

/** Told by the page on CALLBACK, in the provider's window. */
export function reportReturn(): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(location.href)
  channel.close()
  window.close()
}

function waitForReturn(state: string): Promise<string> {
  const channel = new BroadcastChannel(CHANNEL)
  return new Promise((resolve) => {
    channel.addEventListener('message', ({ data }) => {
      // Another tab may be signing in as well.
      if (new URL(data as string).searchParams.get('state') !== state) return
      channel.close()
      resolve(data as string)
    })
  })
}

function tokensOf(result: oauth.TokenEndpointResponse): Tokens {
  const claims = result.id_token ? oauth.getValidatedIdTokenClaims(result) : undefined
  const name = claims?.name ?? claims?.preferred_username ?? claims?.email
  return {
    accessToken: result.access_token,
    refreshToken: result.refresh_token ?? null,
    expiresAt: Date.now() + (result.expires_in ?? 3600) * 1000,
    name: typeof name === 'string' ? name : null,
    subject: claims?.sub ?? null,
  }
}
