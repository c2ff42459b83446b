import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  type IResponseHeadersPolicy,
  LambdaEdgeEventType,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { FunctionUrlOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { FunctionUrl, IVersion } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources'
import type { Construct } from 'constructs'
import { securityHeaders } from '../../web/security-headers.ts'
import { root } from '../bundle/bundle-function.ts'
import type { Settings } from '../settings/settings.ts'
import { timeouts } from '../settings/timeouts.ts'
import type { AppStack } from './app-stack.ts'
import type { DataStack } from './data-stack.ts'
import type { GlobalStack } from './global-stack.ts'
import type { Identity, IdentityStack } from './identity-stack.ts'

export interface WebDeps {
  settings: Settings
  data: DataStack
  app: AppStack
  global: GlobalStack
  identity: Identity
  /** The user pool, where it is ours: it learns where people come back to. */
  pool: IdentityStack | null
  /** Folder of the built desk. */
  deskDir: string
}

/** CloudFront in front of everything, and the desk's files. */
export class WebStack extends Stack {
  readonly distribution: Distribution

  constructor(scope: Construct, id: string, deps: WebDeps, props: StackProps) {
    super(scope, id, props)
    const { settings, data, app, global, identity } = deps
    const desk = new Bucket(this, 'Desk', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: data.accessLogs as IBucket,
      serverAccessLogsPrefix: 'desk/',
      // Built anew whenever it is deployed.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    })
    const viewerRequest = this.code('ViewerRequest', 'viewer-request.js')
    const policies = this.headers(deps)
    const origin = (url: FunctionUrl) =>
      FunctionUrlOrigin.withOriginAccessControl(url, {
        readTimeout: Duration.seconds(timeouts.cloudFront),
        keepaliveTimeout: Duration.seconds(60),
        // A request that was half sent is not sent again: it may have been carried out.
        connectionAttempts: 2,
      })
    const behaviour = (from: ReturnType<typeof origin>, hashBody: IVersion | null): BehaviorOptions => ({
      origin: from,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: hashBody ? AllowedMethods.ALLOW_ALL : AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: policies.api,
      compress: true,
      functionAssociations: [{ function: viewerRequest, eventType: FunctionEventType.VIEWER_REQUEST }],
      ...(hashBody && {
        edgeLambdas: [
          { eventType: LambdaEdgeEventType.ORIGIN_REQUEST, functionVersion: hashBody, includeBody: true },
        ],
      }),
    })
    const [api, edge] = [origin(app.apiUrl), origin(app.edgeUrl)]
    const domain = settings.domain
    this.distribution = new Distribution(this, 'Distribution', {
      comment: settings.name,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultRootObject: 'index.html',
      webAclId: global.firewallArn,
      enableLogging: true,
      logBucket: data.accessLogs as IBucket,
      logFilePrefix: 'cloudfront/',
      ...(domain && {
        domainNames: [domain.name],
        certificate: this.certificate(domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(desk as IBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: policies.desk,
        compress: true,
        functionAssociations: [
          { function: this.code('DeskPage', 'desk-page.js'), eventType: FunctionEventType.VIEWER_REQUEST },
        ],
      },
      // First match: photos are brought in through the API, which knows who brings them, and looked at through the edge.
      additionalBehaviors: {
        '/graphql': behaviour(api, global.hashBody),
        '/photos': behaviour(api, global.hashBody),
        '/photos/uploads': behaviour(api, global.hashBody),
        '/batches': behaviour(api, global.hashBody),
        '/batches/*': behaviour(api, global.hashBody),
        '/photos/*': behaviour(edge, null),
        '/healthz': behaviour(edge, null),
      },
    })
    this.alias(domain)
    this.publish(desk, deps.deskDir, identity)
    if (deps.pool && !domain) this.tellPool(deps.pool)
    new CfnOutput(this, 'Address', {
      value: `https://${domain?.name ?? this.distribution.distributionDomainName}`,
    })
  }

  private certificate(arn: string): ICertificate {
    return Certificate.fromCertificateArn(this, 'Certificate', arn)
  }

  private code(id: string, file: string): EdgeFunction {
    return new EdgeFunction(this, id, {
      code: FunctionCode.fromInline(readFileSync(join(root, 'cdk/functions', file), 'utf8')),
      runtime: FunctionRuntime.JS_2_0,
    })
  }

  private headers({ settings, data, identity }: WebDeps): Record<'desk' | 'api', IResponseHeadersPolicy> {
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
      desk: new ResponseHeadersPolicy(this, 'DeskHeaders', {
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
      api: new ResponseHeadersPolicy(this, 'ApiHeaders', {
        responseHeadersPolicyName: `${settings.name}-api`,
        securityHeadersBehavior: { strictTransportSecurity, contentTypeOptions: { override: true } },
      }),
    }
  }

  private alias(domain: Settings['domain']): void {
    if (!domain?.hostedZone) return
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZone.id,
      zoneName: domain.hostedZone.name,
    })
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution))
    new ARecord(this, 'Alias', { zone, recordName: domain.name, target })
    new AaaaRecord(this, 'AliasV6', { zone, recordName: domain.name, target })
  }

  private publish(bucket: Bucket, deskDir: string, { issuer, clientId, scope }: Identity): void {
    const log = (id: string) =>
      new LogGroup(this, id, { retention: 30 as RetentionDays, removalPolicy: RemovalPolicy.DESTROY })
    const common = { destinationBucket: bucket as IBucket, prune: false, memoryLimit: 256 }
    // Names of these change with their content; old ones stay for pages that are open.
    const assets = new BucketDeployment(this, 'DeskAssets', {
      ...common,
      sources: [Source.asset(deskDir)],
      exclude: ['index.html', 'desk.json'],
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
      logGroup: log('DeskAssetsLog'),
    })
    const pages = new BucketDeployment(this, 'DeskPages', {
      ...common,
      sources: [
        Source.asset(deskDir),
        // The same as api/desk/desk-config.ts serves on one machine.
        Source.jsonData('desk.json', { auth: 'required', oidc: { issuer, clientId, scope } }),
      ],
      exclude: ['*'],
      include: ['index.html', 'desk.json'],
      cacheControl: [CacheControl.fromString('no-cache')],
      distribution: this.distribution,
      distributionPaths: ['/index.html', '/desk.json', '/'],
      logGroup: log('DeskPagesLog'),
    })
    // A page never names a file that is not there yet.
    pages.node.addDependency(assets)
  }

  /** Signing in leads back to an address that CloudFront chose after the pool was made. */
  private tellPool({ pool, client, identity }: IdentityStack): void {
    const address = `https://${this.distribution.distributionDomainName}/`
    const call = {
      service: 'CognitoIdentityServiceProvider',
      action: 'updateUserPoolClient',
      parameters: {
        UserPoolId: pool.userPoolId,
        ClientId: client.userPoolClientId,
        CallbackURLs: [address],
        LogoutURLs: [address],
        // The call sets all of it, so it says again what identity-stack.ts says.
        AllowedOAuthFlows: ['code'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: identity.scope.split(' '),
        SupportedIdentityProviders: ['COGNITO'],
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        ReadAttributes: ['custom:tenant', 'email', 'name'],
        WriteAttributes: ['email', 'name'],
        AccessTokenValidity: 60,
        IdTokenValidity: 60,
        RefreshTokenValidity: 1440,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      },
      physicalResourceId: PhysicalResourceId.of('desk-client'),
    }
    new AwsCustomResource(this, 'TellPool', {
      onCreate: call,
      onUpdate: call,
      installLatestAwsSdk: false,
      policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: [pool.userPoolArn] }),
      logGroup: new LogGroup(this, 'TellPoolLog', {
        retention: 30 as RetentionDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    })
  }
}

/** `https://host` of an address that may end in something known at deployment only. */
const originOf = (url: string): string => /^https:\/\/[^/]+/.exec(url)?.[0] ?? url
