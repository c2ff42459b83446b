/**
 * The workers as Lambda functions: `handler` takes messages of the work queue, `answers` those of an asynchronous
 * endpoint, `sweep` runs on a schedule. Settings are in settings.ts; everything is made once per instance.
 */
import { S3Client } from '@aws-sdk/client-s3'
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { SQSClient } from '@aws-sdk/client-sqs'
import { pino } from 'pino'
import { createS3Blobs } from '../../edge/blobs/s3-blobs.ts'
import { loadManifest } from '../../inference/runtime/manifest.ts'
import { createLeases } from '../assess/leases.ts'
import { createRunner } from '../assess/runner.ts'
import { createClaims } from '../domain/claims.ts'
import { createSageMakerModel } from '../model/sagemaker-model.ts'
import { createKeepOverlays } from '../photos/keep-overlays.ts'
import { createPhotoIndex } from '../photos/photo-index.ts'
import { createStoredPhotos } from '../photos/stored-photos.ts'
import { createDynamoClient } from '../store/dynamo-client.ts'
import { createDynamoTable } from '../store/dynamo-table.ts'
import { createEraseClaim } from '../use-cases/erase-claim.ts'
import { readNotification } from './async-answer.ts'
import { createAsyncEndpoint } from './async-endpoint.ts'
import { createAsyncWork } from './async-work.ts'
import { createHandOver } from './hand-over.ts'
import { createRealTimeWork } from './real-time-work.ts'
import { readWorkerSettings } from './settings.ts'
import { createPostpone, type PartialFailure, type SqsRecord, workThrough } from './sqs-event.ts'
import { createSweep } from './sweep.ts'
import { readWorkItem } from './work-item.ts'

const settings = readWorkerSettings(process.env)
const { EDGE_BUCKET: bucket, MODEL_ENDPOINT: endpointName, WORK_QUEUE_URL: queueUrl } = settings
const logger = pino({ name: 'dentgraph-worker', level: settings.LOG_LEVEL })
const sqs = new SQSClient({})
// What is tried again, and for how long, is the queue's to decide.
const sagemaker = new SageMakerRuntimeClient({ maxAttempts: 1 })
const table = createDynamoTable(createDynamoClient(), settings.TABLE_NAME)
const clock = Date.now
const claims = createClaims({ table, clock })
const blobs = createS3Blobs({ client: new S3Client({}), bucket })
const manifest = await loadManifest(settings.MODEL_DIR)
const photos = createStoredPhotos(blobs)
const overlays = createKeepOverlays({ photos, logger })
const leaseSeconds = settings.MODEL_TIMEOUT + settings.MODEL_RETRY + 60

const asynchronous = createAsyncWork({
  claims,
  table,
  blobs,
  logger,
  leases: createLeases({ claims, clock, leaseSeconds, changed: overlays.changed }),
  endpoint: createAsyncEndpoint({
    client: sagemaker,
    endpointName,
    bucket,
    waitSeconds: settings.MODEL_TIMEOUT,
  }),
})
const atOnce = createRealTimeWork({
  claims,
  runner: createRunner({
    claims,
    table,
    clock,
    logger,
    leaseSeconds,
    photos,
    model: createSageMakerModel({
      client: sagemaker,
      endpointName,
      timeoutSeconds: settings.MODEL_TIMEOUT,
    }),
    preprocessing: manifest.preprocessing,
    retrySeconds: settings.MODEL_RETRY,
    concurrency: settings.ASSESS_CONCURRENCY,
    whileDown: 'is given back',
    changed: overlays.changed,
  }),
})
const work = settings.MODEL_ASYNCHRONOUS ? asynchronous.submit : atOnce

const failed = (record: SqsRecord, error: unknown) =>
  logger.error({ message: record.messageId, err: error }, 'the message stays in the queue')

// A quarter of an hour between attempts at most, so that work goes on soon after an outage.
const postpone = createPostpone({ client: sqs, queueUrl, firstSeconds: 5, longestSeconds: 900 })

const settled = <T>(outcome: Promise<T>) => outcome.finally(overlays.idle)

export const handler = (event: unknown): Promise<PartialFailure> =>
  settled(workThrough(event, { failed, postpone, work: ({ body }) => work(readWorkItem(body)) }))

export const answers = (event: unknown): Promise<PartialFailure> =>
  settled(
    workThrough(event, {
      failed,
      // Answers have a queue of their own, whose time to wait is short.
      postpone: async () => {},
      work: ({ body }) => asynchronous.finish(readNotification(body, bucket)),
    }),
  )

export const sweep = createSweep({
  client: sqs,
  queueUrl,
  table,
  handOver: createHandOver({ client: sqs, queueUrl, logger }),
  eraseClaim: createEraseClaim({ claims, table, index: createPhotoIndex({ table }), photos, clock }),
})
