/** A browser sends this request from a page that has no business here. */
export class OriginRefused extends Error {
  readonly code = 'ORIGIN_REFUSED'
  constructor(origin: string) {
    super(`Expected a page of an allowed origin but received ${origin}; see CORS_ORIGINS`)
  }
}

export interface OriginGuardOptions {
  /** Origins of pages that may call; `*` is any. */
  allowed: readonly string[]
  /** Refuse host names but those of this machine, which keeps pages with a rebound DNS name out. */
  loopbackOnly: boolean
}

/**
 * Protects against requests that another site's page makes its visitor's browser send. Browsers say where
 * a request comes from (`Origin`, `Sec-Fetch-Site`); everything that says nothing is no browser, so that
 * programs need no special header.
 *
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 *
 * @throws OriginRefused
 */
export function checkOrigin(request: Request, { allowed, loopbackOnly }: OriginGuardOptions): void {
  const host = request.headers.get('host') ?? new URL(request.url).host
  if (loopbackOnly && !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)) throw new OriginRefused(host)
  const origin = request.headers.get('origin')
  if (origin === null) {
    const site = request.headers.get('sec-fetch-site')
    const simple = request.method === 'GET' || request.method === 'HEAD'
    if (site === 'cross-site' && !simple) throw new OriginRefused(site)
    return
  }
  if (allowed.includes('*') || allowed.includes(origin) || hostOf(origin) === host) return
  throw new OriginRefused(origin)
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}
