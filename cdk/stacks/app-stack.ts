import { Duration, SecretValue, Stack, type StackProps } from 'aws-cdk-lib'
import { EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { FunctionUrl } from 'aws-cdk-lib/aws-lambda'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Bundles } from '../bundle/bundle-all.ts'
import { NodeFunction } from '../constructs/node-function.ts'
import { WorkQueue } from '../constructs/work-queue.ts'
import type { Settings } from '../settings/settings.ts'
import { addApi } from './app/api-function.ts'
import { addAssessmentWork, assessmentWork } from './app/assessment-work.ts'
import { addBatchWork, batchQueues } from './app/batch-work.ts'
import { addEdge } from './app/edge-function.ts'
import { addTableEvents } from './app/table-events.ts'
import { addWebhooks } from './app/webhooks.ts'
import type { DataStack } from './data-stack.ts'
import type { Identity } from './identity-stack.ts'
import type { InferenceStack } from './inference-stack.ts'

/** What the table is asked for; api/store/dynamo-table.ts and dynamo-write.ts send no other calls. */
const TABLE_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
]
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
    const bus = new EventBus(this, 'Bus', { eventBusName: deps.settings.name })
    const linkKey = new Secret(this, 'LinkKey', {
      description: 'Signs links to pictures',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    })
    const signing = { EDGE_LINK_KEY: SecretValue.secretsManager(linkKey.secretArn).unsafeUnwrap() }
    const assessments = assessmentWork(this, deps)
    const batches = batchQueues(this)

    const { edge, edgeUrl } = addEdge(this, deps, signing)
    this.edge = edge
    this.edgeUrl = edgeUrl
    const { api, apiUrl } = addApi(this, deps, assessments, batches, signing)
    this.api = api
    this.apiUrl = apiUrl
    const { worker, sweep } = addAssessmentWork(this, deps, assessments)
    this.worker = worker
    const batchWorker = addBatchWork(this, batches, deps, { ...assessments.environment, ...signing })
    new Rule(this, 'SweepSchedule', {
      description: 'Looks for assessments that fell out of the queue',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [sweep, batchWorker].map(({ fn }) => new LambdaFunction(fn, { retryAttempts: 0 })),
    })
    this.events = addTableEvents(this, deps, bus)
    addWebhooks(this, deps, bus)
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

  /**
   * @param maxConcurrency instances of the function for this queue @default as many as there are
   * @param id of the mapping @default by the queue
   */
  consume(
    fn: NodeFunction,
    queue: IQueue,
    batchSize: number,
    maxConcurrency?: number,
    id = `From${queue.node.path.split('/').at(-2)}`,
  ): void {
    fn.allow(
      ['sqs:ChangeMessageVisibility', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [queue.queueArn],
    )
    fn.fn.addEventSourceMapping(id, {
      eventSourceArn: queue.queueArn,
      batchSize,
      ...(maxConcurrency !== undefined && { maxConcurrency }),
      reportBatchItemFailures: true,
    })
  }

  allowKey(fn: NodeFunction, actions: string[]): void {
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
}
