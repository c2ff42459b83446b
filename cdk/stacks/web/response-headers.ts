import { Duration } from 'aws-cdk-lib'
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type IResponseHeadersPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { securityHeaders } from '../../../web/security-headers.ts'
import type { WebDeps, WebStack } from '../web-stack.ts'

/** What answers of the desk and of the functions say beside themselves. */
export function responseHeaders(
  web: WebStack,
  { settings, data, identity }: WebDeps,
): Record<'desk' | 'api', IResponseHeadersPolicy> {
  const strictTransportSecurity = {
    accessControlMaxAge: Duration.days(365),
    includeSubdomains: true,
    override: true,
  }
  const pictures = [
    `https://${data.photos.bucketRegionalDomainName}`,
    `https://${data.photos.bucketDomainName}`,
  ]
  const headers = securityHeaders({ pictures, issuers: [originOf(identity.issuer), ...identity.origins] })
  const { 'Content-Security-Policy': contentSecurityPolicy = '', ...rest } = headers
  const covered = ['X-Content-Type-Options', 'Referrer-Policy']
  return {
    desk: new ResponseHeadersPolicy(web, 'DeskHeaders', {
      responseHeadersPolicyName: `${settings.name}-desk`,
      securityHeadersBehavior: {
        strictTransportSecurity,
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: {
          referrerPolicy: rest['Referrer-Policy'] as HeadersReferrerPolicy,
          override: true,
        },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(rest)
          .filter(([header]) => !covered.includes(header))
          .map(([header, value]) => ({ header, value, override: true })),
      },
    }),
    // The functions say the rest themselves.
    api: new ResponseHeadersPolicy(web, 'ApiHeaders', {
      responseHeadersPolicyName: `${settings.name}-api`,
      securityHeadersBehavior: { strictTransportSecurity, contentTypeOptions: { override: true } },
    }),
  }
}

/** `https://host` of an address that may end in something known at deployment only. */
const originOf = (url: string): string => /^https:\/\/[^/]+/.exec(url)?.[0] ?? url
