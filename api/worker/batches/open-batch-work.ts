import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { Logger } from 'pino'
import { createZips } from '../../../edge/batches/zips.ts'
import { createS3Blobs } from '../../../edge/blobs/s3-blobs.ts'
import { createLinks } from '../../../edge/links.ts'
import { createBatchStore } from '../../batches/batch-store.ts'
import { createKeptZips } from '../../batches/kept-zips.ts'
import { createLifecycle } from '../../batches/lifecycle.ts'
import { defaultBatchLimits } from '../../batches/limits.ts'
import { createListEntries } from '../../batches/list-entries.ts'
import { createResults } from '../../batches/results/results.ts'
import { createObjectSource } from '../../batches/sources/object-source.ts'
import { createWorkEntry } from '../../batches/work-entry.ts'
import { createClaims } from '../../domain/claims.ts'
import { createEdgeClient } from '../../photos/edge-client.ts'
import { createPhotoIndex } from '../../photos/photo-index.ts'
import { createSignedFetch } from '../../photos/signed-fetch.ts'
import { createStoredPhotos } from '../../photos/stored-photos.ts'
import { createDynamoTable } from '../../store/dynamo-table.ts'
import { messagesIn } from '../messages-in.ts'
import { openAssessing } from '../open-assessing.ts'
import type { BatchMessage, PhotoMessage } from './batch-message.ts'
import { createBatchQueue } from './batch-queue.ts'
import { createDrawnByEdge } from './drawn-by-edge.ts'
import { createMakeResult } from './make-result.ts'
import type { BatchSettings } from './settings.ts'
import { createSweepBatches } from './sweep-batches.ts'
import { createWaitForAnswer } from './wait-for-answer.ts'
import { createWorkBatch } from './work-batch.ts'
import { createWorkPhoto } from './work-photo.ts'

export interface BatchClients {
  logger: Logger
  sqs: SQSClient
  dynamo: DynamoDBClient
  s3: S3Client
  sagemaker: SageMakerRuntimeClient
}

/** Pictures that the edge draws at once for one zip of results: each takes an instance of its function. */
const DRAWN_AT_ONCE = 16

/** Puts the work on batches together as the settings say. */
export async function openBatchWork(
  settings: BatchSettings,
  { logger, sqs, dynamo, s3, sagemaker }: BatchClients,
) {
  const { EDGE_URL: edgeUrl, EDGE_BUCKET: bucket } = settings
  const clock = Date.now
  const table = createDynamoTable(dynamo, settings.TABLE_NAME)
  const claims = createClaims({ table, clock })
  const index = createPhotoIndex({ table })
  const store = createBatchStore({ table })
  const blobs = createS3Blobs({ client: s3, bucket })
  const fetch = createSignedFetch({
    credentials: s3.config.credentials,
    region: process.env.AWS_REGION ?? 'us-east-1',
  })
  const stored = createStoredPhotos(blobs)
  const photos = createEdgeClient({ photos: stored, edgeUrl, fetch })
  const assessing = await openAssessing(settings, { claims, table, blobs, photos, sagemaker, logger, clock })
  const { asynchronous, settled } = assessing
  const waitSeconds = settings.BATCH_ANSWER_WAIT
  const runner = settings.MODEL_ASYNCHRONOUS
    ? createWaitForAnswer({ claims, waitSeconds, submit: asynchronous.submit })
    : assessing.runner

  const zips = createZips({ blobs })
  const limits = { ...defaultBatchLimits, maxPhotoBytes: photos.maxBytes }
  const objects = createObjectSource({ client: s3, allowed: settings.BATCH_PREFIXES })
  const sources = { store, zips, objects, limits }
  const workEntry = createWorkEntry({ ...sources, claims, photos, index, runner, clock })
  const lifecycle = createLifecycle({
    store,
    clock,
    logger,
    listEntries: createListEntries({ ...sources, clock, logger }),
  })
  const links = createLinks({ key: Buffer.from(settings.EDGE_LINK_KEY) })
  const drawn = createDrawnByEdge({ edgeUrl, fetch, links, blobs })
  const queueOf = (queueUrl: string) => ({ client: sqs, queueUrl })
  const { BATCH_QUEUE_URL, BATCH_PHOTO_QUEUE_URL } = settings

  return {
    workBatch: createWorkBatch({
      store,
      lifecycle,
      sendPhotos: createBatchQueue<PhotoMessage>(queueOf(BATCH_PHOTO_QUEUE_URL)),
    }),
    workPhoto: createWorkPhoto({ store, lifecycle, workEntry, clock, logger }),
    makeResult: createMakeResult({
      store,
      blobs,
      results: createResults({ store, claims, photos, drawn, ahead: DRAWN_AT_ONCE }),
    }),
    sweep: createSweepBatches({
      store,
      clock,
      send: createBatchQueue<BatchMessage>(queueOf(BATCH_QUEUE_URL)),
      waiting: async () => {
        const both = [BATCH_QUEUE_URL, BATCH_PHOTO_QUEUE_URL].map((url) => messagesIn(sqs, url))
        return (await Promise.all(both)).reduce((sum, count) => sum + count, 0)
      },
      sweepZips: createKeptZips({ store, zips, limits, clock }).sweep,
    }),
    settled,
  }
}
