import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Principal, Role } from '../principal.ts'
import { roles } from '../principal.ts'
import { Unauthenticated } from './authenticate.ts'

export interface OidcOptions {
  /** As tokens name it, such as `https://login.example.com/realms/claims`. */
  issuer: string
  audience: string
  /** Where its keys are. @default what the issuer's discovery document says */
  jwksUrl?: string
  /** Claims that say which company somebody belongs to and what they may do. @default 'tenant' and 'roles' */
  tenantClaim?: string
  roleClaim?: string
  /** Milliseconds between two fetches of the keys for the sake of one that is not known. @default 30,000 */
  cooldownMs?: number
  /** Where the keys come from, instead of the network. */
  keys?: JWTVerifyGetKey
}

/** @throws Unauthenticated, IssuerUnavailable */
export type VerifyToken = (token: string) => Promise<Principal>

/** The provider's keys cannot be fetched: nobody can be let in, and nobody is to blame. */
export class IssuerUnavailable extends Error {
  readonly code = 'ISSUER_UNAVAILABLE'
  constructor(options?: ErrorOptions) {
    super('Expected the keys of the identity provider but received none; repeat the request', options)
  }
}

/** Tokens are signed, never merely encoded or keyed by a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/**
 * Checks tokens of an OpenID provider: signature, issuer, audience and times. Its keys are cached, and
 * fetched again when a token names one that is not known yet.
 */
export function createVerifyToken(options: OidcOptions): VerifyToken {
  const { issuer, audience, tenantClaim = 'tenant', roleClaim = 'roles', cooldownMs = 30_000 } = options
  let keys: Promise<JWTVerifyGetKey> | null = options.keys ? Promise.resolve(options.keys) : null

  function remoteKeys() {
    keys ??= jwksUrl(options).then((url) =>
      createRemoteJWKSet(new URL(url), { cooldownDuration: cooldownMs, timeoutDuration: 5000 }),
    )
    keys.catch(() => {
      keys = null
    })
    return keys
  }

  return async (token) => {
    let payload: JWTPayload
    try {
      const verified = await jwtVerify(token, await remoteKeys(), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: 30,
        requiredClaims: ['exp', 'sub'],
      })
      payload = verified.payload
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new Unauthenticated('an expired token')
      // Keys that came with another status, or not as JSON, are an error of no class of its own.
      const { code } = error as { code?: string }
      if (
        !(error instanceof errors.JOSEError) ||
        ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(code ?? '')
      ) {
        throw new IssuerUnavailable({ cause: error })
      }
      throw new Unauthenticated('a token that does not hold')
    }
    return toPrincipal(payload, tenantClaim, roleClaim)
  }
}

async function jwksUrl({ issuer, jwksUrl: given }: OidcOptions): Promise<string> {
  if (given) return given
  const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(document, { signal: AbortSignal.timeout(5000) })
  const { jwks_uri: found } = (await response.json()) as { jwks_uri?: unknown }
  if (!response.ok || typeof found !== 'string')
    throw new Error(`Expected jwks_uri in ${document} but received none`)
  return found
}

function toPrincipal(payload: JWTPayload, tenantClaim: string, roleClaim: string): Principal {
  const tenant = payload[tenantClaim]
  // It becomes part of keys in the store, where # separates.
  if (typeof tenant !== 'string' || !/^[\w.-]{1,64}$/.test(tenant)) {
    throw new Unauthenticated(`a token without a tenant in its claim ${tenantClaim}`)
  }
  const held = [payload[roleClaim]].flat()
  const role = [...roles].reverse().find((one: Role) => held.includes(one))
  if (!role) throw new Unauthenticated(`a token without ${roles.join(', ')} in its claim ${roleClaim}`)
  return { tenant, subject: String(payload.sub), role }
}
