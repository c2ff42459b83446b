import { Code, type FunctionUrl, FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda'
import type { NodeFunction } from '../../constructs/node-function.ts'
import { timeouts } from '../../settings/timeouts.ts'
import type { AppDeps, AppStack } from '../app-stack.ts'
import type { AssessmentWork } from './assessment-work.ts'
import type { BatchQueues } from './batch-work.ts'
import { PHOTO_KEYS, RESULT_KEYS, ZIP_KEYS } from './keys.ts'

/**
 * What answers GraphQL, behind its URL.
 *
 * @param signing environment of all that signs links
 */
export function addApi(
  app: AppStack,
  { settings, bundles, data, identity, inference }: AppDeps,
  { work, model }: AssessmentWork,
  { whole }: BatchQueues,
  signing: Record<string, string>,
): { api: NodeFunction; apiUrl: FunctionUrl } {
  const api = app.function('Api', {
    code: Code.fromAsset(bundles.api.dir),
    handler: 'handler',
    description: 'Answers GraphQL',
    timeoutSeconds: timeouts.api,
    memoryMb: 1024,
    environment: {
      ...signing,
      ...model,
      TABLE_NAME: data.table.tableName,
      EDGE_URL: app.edgeUrl.url,
      EDGE_BUCKET: data.photos.bucketName,
      WORK_QUEUE_URL: work.queue.queueUrl,
      BATCH_QUEUE_URL: whole.queue.queueUrl,
      BATCH_PREFIXES: JSON.stringify(settings.batchPrefixes),
      MODEL_TIMEOUT: String(timeouts.model),
      ASSESS_WAIT: String(timeouts.assessWait),
      AUTH: 'required',
      OIDC_ISSUER: identity.issuer,
      OIDC_AUDIENCE: identity.audience,
      OIDC_TENANT_CLAIM: identity.tenantClaim,
      OIDC_ROLE_CLAIM: identity.roleClaim,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      ...(settings.domain && { PUBLIC_URL: `https://${settings.domain.name}` }),
      ...(settings.corsOrigins.length > 0 && { CORS_ORIGINS: settings.corsOrigins.join(',') }),
    },
  })
  app.allowTable(api)
  app.allowPhotos(api, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [...PHOTO_KEYS, ZIP_KEYS])
  app.allowPhotos(api, ['s3:AbortMultipartUpload'], [ZIP_KEYS])
  app.allowPhotos(api, ['s3:GetObject', 's3:DeleteObject'], [RESULT_KEYS])
  api.allow(['sqs:SendMessage'], [work.queue.queueArn, whole.queue.queueArn])
  app.allowEdge(api)
  // An asynchronous endpoint is asked by the worker alone.
  if (!inference.endpoint.asynchronous) app.allowModel(api)
  const apiUrl = api.fn.addFunctionUrl({
    authType: FunctionUrlAuthType.AWS_IAM,
    invokeMode: InvokeMode.BUFFERED,
  })
  return { api, apiUrl }
}
