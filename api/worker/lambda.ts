/**
 * The workers as Lambda functions: `handler` takes messages of the work queue, `answers` those of an asynchronous
 * endpoint, `sweep` runs on a schedule. Settings are in settings.ts; everything is made once per instance.
 */
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { SQSClient } from '@aws-sdk/client-sqs'
import { pino } from 'pino'
import { createZips } from '../../edge/batches/zips.ts'
import { createS3Blobs } from '../../edge/blobs/s3-blobs.ts'
import { createS3Client } from '../../edge/blobs/s3-client.ts'
import { createBatchStore } from '../batches/batch-store.ts'
import { createEraseBatch } from '../batches/erase-batch.ts'
import { createStoredResults } from '../batches/results/stored-results.ts'
import { createClaims } from '../domain/claims.ts'
import { createPhotoIndex } from '../photos/photo-index.ts'
import { createStoredPhotos } from '../photos/stored-photos.ts'
import { createDynamoClient } from '../store/dynamo-client.ts'
import { createDynamoTable } from '../store/dynamo-table.ts'
import { createEraseClaim } from '../use-cases/erase-claim.ts'
import { readNotification } from './async-answer.ts'
import { createHandOver } from './hand-over.ts'
import { openAssessing } from './open-assessing.ts'
import { createRealTimeWork } from './real-time-work.ts'
import { readWorkerSettings } from './settings.ts'
import { createPostpone, type PartialFailure, type SqsRecord, workThrough } from './sqs-event.ts'
import { createSweep } from './sweep.ts'
import { readWorkItem } from './work-item.ts'

const settings = readWorkerSettings(process.env)
const { EDGE_BUCKET: bucket, WORK_QUEUE_URL: queueUrl } = settings
const logger = pino({ name: 'dentgraph-worker', level: settings.LOG_LEVEL })
const sqs = new SQSClient({})
// What is tried again, and for how long, is the queue's to decide.
const sagemaker = new SageMakerRuntimeClient({ maxAttempts: 1 })
const table = createDynamoTable(createDynamoClient(), settings.TABLE_NAME)
const clock = Date.now
const claims = createClaims({ table, clock })
const blobs = createS3Blobs({ client: createS3Client(), bucket })
const photos = createStoredPhotos(blobs)
const { asynchronous, runner, settled } = await openAssessing(settings, {
  claims,
  table,
  blobs,
  photos,
  sagemaker,
  logger,
  clock,
  whileDown: 'is given back',
})
const work = settings.MODEL_ASYNCHRONOUS ? asynchronous.submit : createRealTimeWork({ claims, runner })

const failed = (record: SqsRecord, error: unknown) =>
  logger.error({ message: record.messageId, err: error }, 'the message stays in the queue')

// A quarter of an hour between attempts at most, so that work goes on soon after an outage.
const postpone = createPostpone({ client: sqs, queueUrl, firstSeconds: 5, longestSeconds: 900 })

export const handler = (event: unknown): Promise<PartialFailure> =>
  workThrough(event, { failed, postpone, work: ({ body }) => work(readWorkItem(body)) }).finally(settled)

export const answers = (event: unknown): Promise<PartialFailure> =>
  workThrough(event, {
    failed,
    // Answers have a queue of their own, whose time to wait is short.
    postpone: async () => {},
    work: ({ body }) => asynchronous.finish(readNotification(body, bucket)),
  }).finally(settled)

const batches = createBatchStore({ table })
const orderedByApi = () => Promise.reject(new Error('Expected no order of results here but received one'))
const results = createStoredResults({ store: batches, blobs, clock, order: orderedByApi })

export const sweep = createSweep({
  client: sqs,
  queueUrl,
  table,
  handOver: createHandOver({ client: sqs, queueUrl, logger }),
  erasing: [
    createEraseClaim({ claims, table, index: createPhotoIndex({ table }), photos, clock }).resume,
    createEraseBatch({ store: batches, zips: createZips({ blobs }), results, clock }).resume,
  ],
})
