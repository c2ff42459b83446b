import { RemovalPolicy } from 'aws-cdk-lib'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import type { Identity } from '../identity-stack.ts'
import type { WebStack } from '../web-stack.ts'

/** The desk's files into its bucket, and what CloudFront may keep of them. */
export function publishDesk(
  web: WebStack,
  bucket: Bucket,
  deskDir: string,
  { issuer, clientId, scope }: Identity,
): void {
  const log = (id: string) =>
    new LogGroup(web, id, { retention: 30 as RetentionDays, removalPolicy: RemovalPolicy.DESTROY })
  const common = { destinationBucket: bucket as IBucket, prune: false, memoryLimit: 256 }
  // Names of these change with their content; old ones stay for pages that are open.
  const assets = new BucketDeployment(web, 'DeskAssets', {
    ...common,
    sources: [Source.asset(deskDir)],
    exclude: ['index.html', 'desk.json'],
    cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
    logGroup: log('DeskAssetsLog'),
  })
  const pages = new BucketDeployment(web, 'DeskPages', {
    ...common,
    sources: [
      Source.asset(deskDir),
      // The same as api/desk/desk-config.ts serves on one machine.
      Source.jsonData('desk.json', { auth: 'required', oidc: { issuer, clientId, scope } }),
    ],
    exclude: ['*'],
    include: ['index.html', 'desk.json'],
    cacheControl: [CacheControl.fromString('no-cache')],
    distribution: web.distribution,
    distributionPaths: ['/index.html', '/desk.json', '/'],
    logGroup: log('DeskPagesLog'),
  })
  // A page never names a file that is not there yet.
  pages.node.addDependency(assets)
}
