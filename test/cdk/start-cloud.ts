import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { QueryCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApiKeys } from '../../api/auth/api-keys.ts'
import { createDynamoTable } from '../../api/store/dynamo-table.ts'
import { bundleAll } from '../../cdk/bundle/bundle-all.ts'
import { readSettings } from '../../cdk/settings/read-settings.ts'
import { createAssessor } from '../../inference/runtime/assessor.ts'
import { createModelServer } from '../../inference/server/model-server.ts'
import { startDynamo } from '../api/start-dynamo.ts'
import { s3Credentials, startS3 } from '../edge/start-s3.ts'
import { testLimits } from '../inference/server/start-server.ts'
import { tinyModelDir } from '../inference/tiny-model.ts'
import { resourcesOf } from './checks/resources.ts'
import { functionUrlEvent } from './function-url-event.ts'
import { startAsyncEndpoint } from './start-async-endpoint.ts'
import { type RunningFunction, startFunction } from './start-function.ts'
import { startMoto } from './start-moto.ts'
import { clean, modelDir, synthesise } from './synthesise.ts'

export const region = 'eu-central-1'

/**
 * The functions as they are deployed, with the environment that the stacks give them, on emulators in the place of
 * AWS's services and on the real model server. `emulated` says what a name of the environment is here.
 */
export async function startCloud() {
  const bundles = await bundleAll(modelDir)
  const deployments = {
    realtime: synthesise(
      readSettings({
        model: { dir: modelDir },
        webhooks: [{ name: 'acme', tenant: 'acme', url: 'https://hooks.acme.invalid/' }],
      }),
      bundles,
    ),
    async: synthesise(readSettings({ model: { dir: modelDir }, inference: 'async' }), bundles),
  }
  const [moto, dynamo] = await Promise.all([startMoto(), startDynamo()])
  const { client: s3, url: s3Url, stop: stopS3 } = await startS3('photos')
  const sqs = new SQSClient({ endpoint: moto.url, region, credentials: s3Credentials })
  await dynamo.createTable('claims')
  const queueOf = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? ''
  const [workQueue, webhookQueue] = [await queueOf('work'), await queueOf('webhook')]
  const [batchQueue, batchPhotoQueue] = [await queueOf('batches'), await queueOf('batch-photos')]

  const assessor = createAssessor({ modelDir: tinyModelDir, device: 'cpu', threads: 1 })
  await assessor
  const modelServer = createModelServer({
    assessor,
    logger: pino({ level: 'silent' }),
    limits: { ...testLimits, maxBytes: 50_000_000, queue: 20 },
  })
  const modelHttp = serve({ fetch: modelServer.app.fetch, port: 0 }) as Server
  const modelUrl = urlOf(modelHttp)

  const running: RunningFunction[] = []
  const stopping: (() => void)[] = []
  let secrets = 0
  const emulated: Record<string, string> = {
    EDGE_BUCKET: 'photos',
    TABLE_NAME: 'claims',
    WORK_QUEUE_URL: workQueue,
    BATCH_QUEUE_URL: batchQueue,
    BATCH_PHOTO_QUEUE_URL: batchPhotoQueue,
    EDGE_LINK_KEY: 'k'.repeat(64),
    EVENT_BUS_NAME: 'default',
    OIDC_ISSUER: 'https://login.invalid',
    OIDC_AUDIENCE: 'dentgraph',
  }
  const services = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: s3Credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
    AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
    AWS_ENDPOINT_URL_S3: s3Url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_SQS: moto.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: moto.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: modelUrl,
  }

  /** Starts a function of the app's stack; what the template leaves to the deployment is emulated. */
  function start(
    name: string,
    bundle: keyof typeof bundles,
    more: Record<string, string> = {},
    deployment: keyof typeof deployments = 'realtime',
  ) {
    const found = resourcesOf(deployments[deployment].templates.app!, 'AWS::Lambda::Function').find(
      ({ id }) => id.startsWith(`${name}Function`),
    )
    const variables = Object.entries(found!.properties.Environment.Variables as Record<string, unknown>)
    const environment = variables.map(([key, value]) => [
      key,
      more[key] ?? emulated[key] ?? (typeof value === 'string' ? value : `unknown ${key}`),
    ])
    const fn = startFunction(bundles[bundle].dir, {
      ...services,
      ...Object.fromEntries(environment),
      ...more,
    })
    running.push(fn)
    return fn
  }

  const edge = start('Edge', 'edge')
  const edgeHttp = createServer((request, response) => {
    void body(request).then(async (bytes) => {
      const event = functionUrlEvent(request.method ?? 'GET', request.url ?? '/', {
        headers: request.headers as Record<string, string>,
        body: bytes,
      })
      const { statusCode, headers = {}, body: text = '', isBase64Encoded } = await edge.call(event)
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers as Record<string, string>,
        bytes,
      })
      response.writeHead(statusCode, headers).end(Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8'))
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => edgeHttp.once('listening', resolve))
  const seen: { method: string; url: string; headers: Record<string, string>; bytes: Buffer }[] = []
  emulated.EDGE_URL = urlOf(edgeHttp)

  const table = createDynamoTable(dynamo.client, 'claims')
  const { key } = await createApiKeys({ table, clock: Date.now }).create(
    { tenant: 'acme', subject: 'test' },
    'test',
    'admin',
  )

  return {
    edge,
    start,
    table,
    key,
    credentials: s3Credentials,
    moto,
    sqs,
    workQueue,
    webhookQueue,
    batchQueue,
    batchPhotoQueue,
    modelUrl,
    modelServer,
    modelHttp,
    /** Requests that reached the edge's function URL. */
    toEdge: seen,
    put: (Key: string, Body: Uint8Array) => s3.send(new PutObjectCommand({ Bucket: 'photos', Key, Body })),
    get: (Key: string) =>
      s3.send(new GetObjectCommand({ Bucket: 'photos', Key })).then(
        ({ Body }) => Body!.transformToByteArray(),
        () => null,
      ),
    /** Takes messages from a queue, as events bring them. */
    async receive(QueueUrl = workQueue) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
        }),
      )
      return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: Attributes,
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:${region}:123456789012:work`,
        awsRegion: region,
      }))
    },
    /** Takes a message out of a queue, as Lambda does with what was worked through. */
    forget: ({ receiptHandle }: { receiptHandle: string }, QueueUrl = workQueue) =>
      sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle })),
    /** Keys in the bucket. */
    async list(Prefix: string) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'photos', Prefix }))
      return Contents.map(({ Key = '' }) => Key)
    },
    /** Empties the work queue. */
    purge: () => sqs.send(new PurgeQueueCommand({ QueueUrl: workQueue })),
    send: (QueueUrl: string, MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    async secret() {
      const client = new SecretsManagerClient({ endpoint: moto.url, region, credentials: s3Credentials })
      const { ARN = '' } = await client.send(
        new CreateSecretCommand({ Name: `webhook-${secrets++}`, SecretString: 'secret' }),
      )
      return ARN
    },
    /** A queue that hears of every event of ours. */
    async listenToBus() {
      const client = new EventBridgeClient({ endpoint: moto.url, region, credentials: s3Credentials })
      const queue = await queueOf('heard')
      await client.send(
        new PutRuleCommand({ Name: 'all', EventPattern: JSON.stringify({ source: ['dentgraph'] }) }),
      )
      await client.send(
        new PutTargetsCommand({
          Rule: 'all',
          Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${region}:123456789012:heard` }],
        }),
      )
      return queue
    },
    /** What the table's stream says of a claim or batch: its items as they are stored, binary values in base64. */
    async streamOf(id: string, kind: 'CLAIM' | 'BATCH' = 'CLAIM') {
      const { Items = [] } = await dynamo.client.send(
        new QueryCommand({
          TableName: 'claims',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: `T#acme#${kind}#${id}` } },
        }),
      )
      return {
        Records: Items.map((item, i) => ({
          eventID: String(i),
          eventName: 'INSERT',
          eventSource: 'aws:dynamodb',
          dynamodb: {
            SequenceNumber: String(1000 + i),
            StreamViewType: 'NEW_IMAGE',
            NewImage: JSON.parse(
              JSON.stringify(item, (_, value) =>
                value?.type === 'Buffer'
                  ? Buffer.from(value.data).toString('base64')
                  : value instanceof Uint8Array
                    ? Buffer.from(value).toString('base64')
                    : value,
              ),
            ),
          },
        })),
      }
    },
    startAsyncEndpoint: () =>
      startAsyncEndpoint({ s3, modelUrl }).then((endpoint) => (stopping.push(endpoint.stop), endpoint)),
    async stop() {
      for (const end of stopping) end()
      for (const fn of running) fn.stop()
      sqs.destroy()
      await modelServer.stop()
      modelHttp.closeAllConnections()
      for (const server of [edgeHttp, modelHttp]) server.close()
      await (await assessor).close()
      await Promise.all([stopS3(), dynamo.stop()])
      moto.stop()
      clean(deployments)
    },
  }
}

export type Cloud = Awaited<ReturnType<typeof startCloud>>

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function body(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
