export interface DeskSecurity {
  /** Origins that links to pictures lead to, where that is not the desk's own: the bucket behind the edge. */
  pictures?: readonly string[]
  /** Origins that sign people in. */
  issuers?: readonly string[]
}

/**
 * What the desk's pages may load and whom they may talk to: this server, its pictures and the identity
 * provider. No inline script or style, no third party. Every server of the desk sends this, the local
 * one and CloudFront alike.
 */
export function contentSecurityPolicy({ pictures = [], issuers = [] }: DeskSecurity = {}): string {
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    // blob: is the preview of a photo that is not uploaded yet.
    'img-src': ["'self'", 'blob:', ...pictures],
    'connect-src': ["'self'", ...pictures, ...issuers],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
  }
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}

/** All headers that protect the desk's pages. */
export const securityHeaders = (security: DeskSecurity = {}): Record<string, string> => ({
  'Content-Security-Policy': contentSecurityPolicy(security),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
})
