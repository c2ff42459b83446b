/** What `GET /desk.json` says; see api/desk/desk-config.ts. */
export interface DeskConfig {
  auth: 'open' | 'required'
  oidc: OidcClient | null
}

export interface OidcClient {
  issuer: string
  clientId: string
  scope: string
}

/** @throws Error when the server cannot be reached or says something else */
export async function loadDeskConfig(): Promise<DeskConfig> {
  const response = await fetch('/desk.json')
  if (!response.ok)
    throw new Error(`Expected the desk's configuration but received status ${response.status}`)
  return (await response.json()) as DeskConfig
}
