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
  HttpVersion,
  LambdaEdgeEventType,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { FunctionUrlOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { FunctionUrl, IVersion } from 'aws-cdk-lib/aws-lambda'
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { root } from '../bundle/bundle-function.ts'
import type { Settings } from '../settings/settings.ts'
import { timeouts } from '../settings/timeouts.ts'
import type { AppStack } from './app-stack.ts'
import type { DataStack } from './data-stack.ts'
import type { GlobalStack } from './global-stack.ts'
import type { Identity, IdentityStack } from './identity-stack.ts'
import { publishDesk } from './web/publish-desk.ts'
import { responseHeaders } from './web/response-headers.ts'
import { tellPool } from './web/tell-pool.ts'

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
    const policies = responseHeaders(this, deps)
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
    publishDesk(this, desk, deps.deskDir, identity)
    if (deps.pool && !domain) tellPool(this, deps.pool)
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
}
