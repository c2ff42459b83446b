import { Duration } from 'aws-cdk-lib'
import { type FunctionUrl, FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3'
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications'
import { NativeCode } from '../../bundle/native-code.ts'
import type { NodeFunction } from '../../constructs/node-function.ts'
import { timeouts } from '../../settings/timeouts.ts'
import type { AppDeps, AppStack } from '../app-stack.ts'
import { PHOTO_KEYS } from './keys.ts'

/**
 * What takes photos in and hands pictures out, behind its URL; S3 tells it of large uploads.
 *
 * @param signing environment of all that signs links
 */
export function addEdge(
  app: AppStack,
  { settings, bundles, data }: AppDeps,
  signing: Record<string, string>,
): { edge: NodeFunction; edgeUrl: FunctionUrl } {
  const edge = app.function('Edge', {
    code: new NativeCode(bundles.edge, 'sharp'),
    handler: 'handler',
    description: 'Takes photos in, and hands pictures out',
    timeoutSeconds: timeouts.edge,
    memoryMb: 2048,
    environment: {
      EDGE_BUCKET: data.photos.bucketName,
      MODEL_DIR: 'model',
      EDGE_TIMEOUT: String(timeouts.edgePhoto),
      // Requests come from CloudFront, where the firewall counts each visitor's.
      EDGE_RATE_PER_MINUTE: '1000000',
      EDGE_RATE_BURST: '1000000',
      LOG_LEVEL: 'info',
      ...signing,
      ...(settings.domain && { EDGE_PUBLIC_URL: `https://${settings.domain.name}` }),
      ...(settings.corsOrigins.length > 0 && { EDGE_CORS_ORIGINS: settings.corsOrigins.join(',') }),
    },
  })
  app.allowPhotos(edge, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], PHOTO_KEYS)
  const edgeUrl = edge.fn.addFunctionUrl({
    authType: FunctionUrlAuthType.AWS_IAM,
    invokeMode: InvokeMode.BUFFERED,
  })
  takeUploads(app, edge, data.photos.bucketName)
  return { edge, edgeUrl }
}

/** What fails three times is put aside. */
function takeUploads(app: AppStack, { fn }: NodeFunction, bucketName: string): void {
  const { dead } = app.queue('Uploads', timeouts.edge * 6, 3)
  fn.configureAsyncInvoke({
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    onFailure: new SqsDestination(dead),
  })
  // By its name, so that the bucket's stack needs not know of this one.
  Bucket.fromBucketAttributes(app, 'PhotoEvents', { bucketName }).addEventNotification(
    EventType.OBJECT_CREATED,
    new LambdaDestination(fn),
    { prefix: 'incoming/' },
  )
}
