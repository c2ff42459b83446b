import type { Principal } from '../principal.ts'
import type { ApiKeys } from './api-keys.ts'
import type { VerifyToken } from './oidc.ts'

/** Who sends a request. @throws Unauthenticated */
export type Authenticate = (headers: Headers) => Promise<Principal>

/** No credentials, or none that hold. `reason` is for the caller; it never repeats what was sent. */
export class Unauthenticated extends Error {
  readonly code = 'UNAUTHENTICATED'
  constructor(readonly reason: string) {
    super(`Expected valid credentials (Authorization: Bearer …) but received ${reason}`)
  }
}

/** Everybody may do everything as one tenant: for one person on their own machine. */
export const openAccess = (): Authenticate => async () => ({
  tenant: 'local',
  subject: 'local',
  role: 'admin',
})

export interface CredentialOptions {
  apiKeys: ApiKeys
  /** Checks tokens of people; absent where only machines call. */
  verifyToken?: VerifyToken
}

/** API keys for machines, and tokens of an OpenID provider for people, both as bearer tokens. */
export function byCredentials({ apiKeys, verifyToken }: CredentialOptions): Authenticate {
  return async (headers) => {
    const [scheme = '', token = ''] = (headers.get('authorization') ?? '').split(' ')
    if (scheme === '') throw new Unauthenticated('none')
    if (scheme.toLowerCase() !== 'bearer' || token === '') throw new Unauthenticated('another scheme')
    if (token.startsWith('dg_')) {
      const principal = await apiKeys.check(token)
      if (!principal) throw new Unauthenticated('an unknown or revoked key')
      return principal
    }
    if (!verifyToken) throw new Unauthenticated('a token where only API keys are taken')
    return verifyToken(token)
  }
}
