import { Duration, SecretValue, Stack, type StackProps } from 'aws-cdk-lib'
import { EventBus, EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  Code,
  type FunctionUrl,
  FunctionUrlAuthType,
  InvokeMode,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3'
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Bundles } from '../bundle/bundle-all.ts'
import { NativeCode } from '../bundle/native-code.ts'
import { NodeFunction } from '../constructs/node-function.ts'
import { WorkQueue } from '../constructs/work-queue.ts'
import type { Settings } from '../settings/settings.ts'
import { timeouts } from '../settings/timeouts.ts'
import { addBatchWork, batchQueues } from './batch-work.ts'
import type { DataStack } from './data-stack.ts'
import type { Identity } from './identity-stack.ts'
import { ANSWERS, type InferenceStack } from './inference-stack.ts'

/** Where the edge keeps photos; edge/photo-keys.ts names them, and a test compares. */
const PHOTO_KEYS = ['photos/*', 'drawn/*', 'incoming/*', 'uploads/*']
/** Where zips of batches are; edge/batches/zips.ts names them. */
export const ZIP_KEYS = 'zips/*'
/** Where results of batches are made; api/batches/results/stored-results.ts names them. */
export const RESULT_KEYS = 'results/*'
/** What the table is asked for; api/store/dynamo-table.ts sends no other calls. */
const TABLE_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
]
/** Attempts of a receiver's webhook: with pauses from half a minute to six hours, some three days. */
const WEBHOOK_ATTEMPTS = 20
/** Attempts of an assessment's message: with pauses up to a quarter of an hour, some four hours. */
export const WORK_ATTEMPTS = 25

export interface AppDeps {
  settings: Settings
  bundles: Bundles
  data: DataStack
  inference: InferenceStack
  identity: Identity
}

/** The functions: API and edge behind their URLs, workers behind their queues, events and webhooks. */
export class AppStack extends Stack {
  readonly api: NodeFunction
  readonly edge: NodeFunction
  readonly worker: NodeFunction
  readonly events: NodeFunction
  readonly functions: Record<string, NodeFunction> = {}
  readonly queues: Record<string, WorkQueue> = {}
  readonly apiUrl: FunctionUrl
  readonly edgeUrl: FunctionUrl

  readonly #deps: AppDeps

  constructor(scope: Construct, id: string, deps: AppDeps, props: StackProps) {
    super(scope, id, props)
    this.#deps = deps
    const { settings, bundles, data, inference } = deps
    const { endpoint } = inference
    const bus = new EventBus(this, 'Bus', { eventBusName: settings.name })
    const linkKey = new Secret(this, 'LinkKey', {
      description: 'Signs links to pictures',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    })
    const signing = { EDGE_LINK_KEY: SecretValue.secretsManager(linkKey.secretArn).unsafeUnwrap() }
    const publicUrl = settings.domain && `https://${settings.domain.name}`
    const visibilitySeconds = timeouts.worker * 6
    const work = this.queue('Work', visibilitySeconds, WORK_ATTEMPTS)
    const batches = batchQueues(this)
    const modelTimeout = endpoint.asynchronous ? timeouts.asynchronous : timeouts.model
    const model = {
      MODEL_ENDPOINT: endpoint.name,
      MODEL_DIR: 'model',
      MODEL_ASYNCHRONOUS: String(endpoint.asynchronous),
    }

    this.edge = this.function('Edge', {
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
        ...(publicUrl && { EDGE_PUBLIC_URL: publicUrl }),
        ...(settings.corsOrigins.length > 0 && { EDGE_CORS_ORIGINS: settings.corsOrigins.join(',') }),
      },
    })
    this.allowPhotos(this.edge, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], PHOTO_KEYS)
    this.edgeUrl = this.edge.fn.addFunctionUrl({
      authType: FunctionUrlAuthType.AWS_IAM,
      invokeMode: InvokeMode.BUFFERED,
    })
    this.takeUploads()

    this.api = this.function('Api', {
      code: Code.fromAsset(bundles.api.dir),
      handler: 'handler',
      description: 'Answers GraphQL',
      timeoutSeconds: timeouts.api,
      memoryMb: 1024,
      environment: {
        ...signing,
        ...model,
        TABLE_NAME: data.table.tableName,
        EDGE_URL: this.edgeUrl.url,
        EDGE_BUCKET: data.photos.bucketName,
        WORK_QUEUE_URL: work.queue.queueUrl,
        BATCH_QUEUE_URL: batches.whole.queue.queueUrl,
        BATCH_PREFIXES: JSON.stringify(settings.batchPrefixes),
        MODEL_TIMEOUT: String(timeouts.model),
        ASSESS_WAIT: String(timeouts.assessWait),
        AUTH: 'required',
        OIDC_ISSUER: deps.identity.issuer,
        OIDC_AUDIENCE: deps.identity.audience,
        OIDC_TENANT_CLAIM: deps.identity.tenantClaim,
        OIDC_ROLE_CLAIM: deps.identity.roleClaim,
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        ...(publicUrl && { PUBLIC_URL: publicUrl }),
        ...(settings.corsOrigins.length > 0 && { CORS_ORIGINS: settings.corsOrigins.join(',') }),
      },
    })
    this.allowTable(this.api)
    this.allowPhotos(this.api, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [...PHOTO_KEYS, ZIP_KEYS])
    this.allowPhotos(this.api, ['s3:AbortMultipartUpload'], [ZIP_KEYS])
    this.allowPhotos(this.api, ['s3:GetObject', 's3:DeleteObject'], [RESULT_KEYS])
    this.api.allow(['sqs:SendMessage'], [work.queue.queueArn, batches.whole.queue.queueArn])
    this.allowEdge(this.api)
    this.apiUrl = this.api.fn.addFunctionUrl({
      authType: FunctionUrlAuthType.AWS_IAM,
      invokeMode: InvokeMode.BUFFERED,
    })

    const workerEnvironment = {
      ...model,
      TABLE_NAME: data.table.tableName,
      EDGE_BUCKET: data.photos.bucketName,
      WORK_QUEUE_URL: work.queue.queueUrl,
      MODEL_TIMEOUT: String(modelTimeout),
      MODEL_RETRY: String(timeouts.workerRetry),
      ASSESS_CONCURRENCY: '2',
      LOG_LEVEL: 'info',
    }
    const workerFunction = (name: string, handler: string, description: string) => {
      const fn = this.function(name, {
        code: Code.fromAsset(bundles.worker.dir),
        handler,
        description,
        timeoutSeconds: timeouts.worker,
        memoryMb: 512,
        environment: workerEnvironment,
      })
      this.allowTable(fn)
      return fn
    }
    this.worker = workerFunction('Worker', 'handler', 'Assesses what outgrew a request')
    this.allowPhotos(this.worker, ['s3:GetObject', 's3:PutObject'], ['photos/*', 'drawn/*'])
    this.worker.allow(
      ['sqs:ChangeMessageVisibility', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [work.queue.queueArn],
    )
    this.worker.fn.addEventSourceMapping('Work', {
      eventSourceArn: work.queue.queueArn,
      batchSize: 2,
      maxConcurrency: settings.workerConcurrency,
      reportBatchItemFailures: true,
    })
    const sweep = workerFunction('Sweep', 'sweep', 'Puts back what fell out of the work queue')
    sweep.allow(['sqs:GetQueueAttributes', 'sqs:SendMessage'], [work.queue.queueArn])
    // It goes on with erasures that were interrupted.
    this.allowPhotos(sweep, ['s3:GetObject', 's3:DeleteObject'], PHOTO_KEYS)
    this.allowPhotos(sweep, ['s3:DeleteObject'], [ZIP_KEYS, RESULT_KEYS])
    for (const fn of endpoint.asynchronous ? [this.worker] : [this.api, this.worker]) this.allowModel(fn)
    const batchWorker = addBatchWork(this, batches, deps, { ...workerEnvironment, ...signing })
    new Rule(this, 'SweepSchedule', {
      description: 'Looks for assessments that fell out of the queue',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [sweep, batchWorker].map(({ fn }) => new LambdaFunction(fn, { retryAttempts: 0 })),
    })
    if (inference.answered) {
      const answers = this.queue('Answers', timeouts.worker * 6, 5)
      inference.answered.addSubscription(new SqsSubscription(answers.queue, { rawMessageDelivery: true }))
      const finish = workerFunction('Answered', 'answers', 'Ends assessments whose answer came')
      this.allowPhotos(finish, ['s3:GetObject', 's3:DeleteObject'], [`${ANSWERS}*`])
      this.allowPhotos(finish, ['s3:GetObject', 's3:PutObject'], ['photos/*', 'drawn/*'])
      this.consume(finish, answers.queue, 10)
    }

    this.events = this.function('Events', {
      code: Code.fromAsset(bundles.events.dir),
      handler: 'handler',
      description: 'Tells the bus of what ended',
      timeoutSeconds: 30,
      memoryMb: 256,
      environment: { EVENT_BUS_NAME: bus.eventBusName },
    })
    this.events.allow(['events:PutEvents'], [bus.eventBusArn])
    this.followTable()
    this.deliverWebhooks(bus)
  }

  /** A function of this stack, under an alarm. */
  function(
    name: string,
    props: Omit<ConstructorParameters<typeof NodeFunction>[2], 'logDays' | 'tracing'>,
  ): NodeFunction {
    const { retention, tracing } = this.#deps.settings
    const fn = new NodeFunction(this, name, { ...props, logDays: retention.logDays, tracing })
    this.functions[name] = fn
    return fn
  }

  /** A queue of this stack, under an alarm. */
  queue(name: string, visibilitySeconds: number, maxReceives: number): WorkQueue {
    const queue = new WorkQueue(this, name, { visibilitySeconds, maxReceives })
    this.queues[name] = queue
    return queue
  }

  /** @param maxConcurrency instances of the function for this queue @default as many as there are */
  consume(fn: NodeFunction, queue: IQueue, batchSize: number, maxConcurrency?: number): void {
    fn.allow(
      ['sqs:ChangeMessageVisibility', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [queue.queueArn],
    )
    fn.fn.addEventSourceMapping(`From${queue.node.path.split('/').at(-2)}`, {
      eventSourceArn: queue.queueArn,
      batchSize,
      ...(maxConcurrency !== undefined && { maxConcurrency }),
      reportBatchItemFailures: true,
    })
  }

  private allowKey(fn: NodeFunction, actions: string[]): void {
    const { key } = this.#deps.data
    if (key) fn.allow(actions, [key.keyArn])
  }

  allowTable(fn: NodeFunction): void {
    fn.allow(TABLE_ACTIONS, [this.#deps.data.table.tableArn])
    this.allowKey(fn, ['kms:Decrypt', 'kms:GenerateDataKey'])
  }

  /** The edge's function URL asks for both since October 2025. */
  allowEdge(fn: NodeFunction): void {
    fn.allow(['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'], [this.edge.fn.functionArn])
  }

  allowModel({ fn }: NodeFunction): void {
    const { asynchronous, name } = this.#deps.inference.endpoint
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [asynchronous ? 'sagemaker:InvokeEndpointAsync' : 'sagemaker:InvokeEndpoint'],
        resources: [this.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: name })],
      }),
    )
  }

  /** @param keys beginnings of keys in the bucket of photos */
  allowPhotos(fn: NodeFunction, actions: string[], keys: string[]): void {
    const { photos } = this.#deps.data
    fn.allow(
      actions,
      keys.map((key) => photos.arnForObjects(key)),
    )
    // So that a photo that is missing is told from one that is forbidden.
    fn.allow(['s3:ListBucket'], [photos.bucketArn])
    this.allowKey(fn, ['kms:Decrypt', 'kms:GenerateDataKey'])
  }

  /** S3 tells the edge of large uploads; what fails three times is put aside. */
  private takeUploads(): void {
    const { data } = this.#deps
    const { dead } = this.queue('Uploads', timeouts.edge * 6, 3)
    this.edge.fn.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(dead),
    })
    // By its name, so that the bucket's stack needs not know of this one.
    Bucket.fromBucketAttributes(this, 'PhotoEvents', {
      bucketName: data.photos.bucketName,
    }).addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(this.edge.fn), {
      prefix: 'incoming/',
    })
  }

  private followTable(): void {
    const { table } = this.#deps.data
    const streamArn = table.tableStreamArn ?? ''
    const failed = this.queue('EventsFailed', 60, 5)
    this.events.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      [streamArn],
    )
    this.events.allow(['dynamodb:ListStreams'], ['*'])
    this.allowKey(this.events, ['kms:Decrypt'])
    this.events.allow(['sqs:SendMessage'], [failed.dead.queueArn])
    const mapping = this.events.fn.addEventSourceMapping('Table', {
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 100,
      filters: [
        {
          pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } },
          }),
        },
      ],
      onFailure: { bind: () => ({ destination: failed.dead.queueArn }) },
    })
    mapping.node.addDependency(this.events)
  }

  /** Each receiver has a rule, a queue and a secret of its own. */
  private deliverWebhooks(bus: EventBus): void {
    const { settings, bundles } = this.#deps
    if (settings.webhooks.length === 0) return
    const receivers = settings.webhooks.map(({ name, tenant, url }) => {
      const secret = new Secret(this, `Webhook-${name}-Secret`, {
        secretName: `${settings.name}/webhooks/${name}`,
        description: `Signs what ${name} is told of`,
        generateSecretString: { passwordLength: 48, excludePunctuation: true },
      })
      const { queue } = this.queue(`Webhook-${name}`, timeouts.webhookFunction * 6, WEBHOOK_ATTEMPTS)
      new Rule(this, `Webhook-${name}-Rule`, {
        eventBus: bus,
        description: `What ended for ${tenant}, for ${name}`,
        eventPattern: {
          source: ['dentgraph'],
          // The same as api/worker/told-event.ts, which a test compares.
          detailType: ['Assessment finished', 'Batch ended'],
          detail: { tenant: [tenant] },
        },
        targets: [
          new SqsQueue(queue, {
            message: RuleTargetInput.fromObject({
              webhook: name,
              event: {
                type: EventField.detailType,
                time: EventField.time,
                detail: EventField.fromPath('$.detail'),
              },
            }),
          }),
        ],
      })
      return { name, url, secret, queue }
    })
    const fn = this.function('Webhooks', {
      code: Code.fromAsset(bundles.webhooks.dir),
      handler: 'handler',
      description: 'Delivers webhooks',
      timeoutSeconds: timeouts.webhookFunction,
      memoryMb: 256,
      environment: {
        WEBHOOKS: this.toJsonString(
          receivers.map(({ name, url, secret, queue }) => ({
            name,
            url,
            secretId: secret.secretArn,
            queueUrl: queue.queueUrl,
          })),
        ),
        WEBHOOK_TIMEOUT: String(timeouts.webhook),
        LOG_LEVEL: 'info',
      },
    })
    fn.allow(
      ['secretsmanager:GetSecretValue'],
      receivers.map(({ secret }) => secret.secretArn),
    )
    for (const { queue } of receivers) this.consume(fn, queue, 5)
  }
}
