import type { ApiSettings } from '../settings.ts'

/** What a browser must know before it can ask anything: `GET /desk.json`. No secrets. */
export interface DeskConfig {
  auth: 'open' | 'required'
  /** How people sign in; null where nobody has to, or where only machines are let in. */
  oidc: { issuer: string; clientId: string; scope: string } | null
}

export function deskConfigOf(
  settings: Pick<ApiSettings, 'AUTH' | 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_SCOPE'>,
): DeskConfig {
  const { AUTH: auth, OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_SCOPE: scope } = settings
  return { auth, oidc: auth === 'required' && issuer && clientId ? { issuer, clientId, scope } : null }
}
