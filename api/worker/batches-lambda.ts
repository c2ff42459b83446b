/**
 * Work on batches as Lambda functions: `batches` takes messages of whole batches and, by a schedule, looks for what was
 * lost; `photos` takes those of their photos. Settings are in batches/settings.ts.
 */

import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { SQSClient } from '@aws-sdk/client-sqs'
import { pino } from 'pino'
import { createS3Client } from '../../edge/blobs/s3-client.ts'
import { createDynamoClient } from '../store/dynamo-client.ts'
import { readBatchMessage, readPhotoMessage } from './batches/batch-message.ts'
import { openBatchWork } from './batches/open-batch-work.ts'
import { readBatchSettings } from './batches/settings.ts'
import { createPostpone, type PartialFailure, type SqsRecord, workThrough } from './sqs-event.ts'

const settings = readBatchSettings(process.env)
const logger = pino({ name: 'dentgraph-batches', level: settings.LOG_LEVEL })
const sqs = new SQSClient({})
const { workBatch, workPhoto, makeResult, sweep, settled } = await openBatchWork(settings, {
  logger,
  sqs,
  dynamo: createDynamoClient({ maxAttempts: 8 }),
  s3: createS3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
  // What is tried again, and for how long, is the queue's to decide.
  sagemaker: new SageMakerRuntimeClient({ maxAttempts: 1 }),
})

/** So often a result is begun: one that runs out of time does so again, and whoever wants it can ask again. */
const MOST_MAKINGS = 3

const failed = (record: SqsRecord, error: unknown) =>
  logger.error({ message: record.messageId, err: error }, 'the message stays in the queue')
const pauses = { client: sqs, firstSeconds: 5, longestSeconds: 900 }

const postponeBatch = createPostpone({ ...pauses, queueUrl: settings.BATCH_QUEUE_URL })
const postponePhoto = createPostpone({ ...pauses, queueUrl: settings.BATCH_PHOTO_QUEUE_URL })

/** An event without messages is that of the schedule. */
export const batches = async (event: { Records?: unknown }): Promise<PartialFailure | object> => {
  if (!event.Records) return sweep()
  return workThrough(event, {
    failed,
    postpone: postponeBatch,
    work: async ({ body, attributes: { ApproximateReceiveCount: times } }) => {
      const { tenant, batch: id, results } = readBatchMessage(body)
      if (results === undefined) return workBatch({ tenant, id })
      if (times <= MOST_MAKINGS) return makeResult({ tenant, id }, results)
      logger.error({ batch: id, results, times }, 'the result takes too long, or fails')
      return true
    },
  })
}

export const photos = (event: unknown): Promise<PartialFailure> =>
  workThrough(event, {
    failed,
    postpone: postponePhoto,
    work: ({ body, attributes }) =>
      workPhoto(readPhotoMessage(body), {
        times: attributes.ApproximateReceiveCount,
        firstAt: attributes.ApproximateFirstReceiveTimestamp,
      }),
  }).finally(settled)
