import { Code } from 'aws-cdk-lib/aws-lambda'
import type { NodeFunction } from '../../constructs/node-function.ts'
import type { WorkQueue } from '../../constructs/work-queue.ts'
import { timeouts } from '../../settings/timeouts.ts'
import type { AppDeps, AppStack } from '../app-stack.ts'
import { WORK_ATTEMPTS } from './assessment-work.ts'
import { RESULT_KEYS, ZIP_KEYS } from './keys.ts'

export interface BatchQueues {
  /** Batches to get on with, and results to make. */
  whole: WorkQueue
  /** Their photos. */
  photos: WorkQueue
}

/** Batches and results under way at once, of all tenants. */
const BATCHES_AT_ONCE = 5

export const batchQueues = (app: AppStack): BatchQueues => ({
  whole: app.queue('Batches', timeouts.batch * 6, WORK_ATTEMPTS),
  photos: app.queue('BatchPhotos', timeouts.worker * 6, WORK_ATTEMPTS),
})

/**
 * What works on batches: a function for batches as a whole, which puts their photos into a queue of their own, and one
 * for each photo. Neither has a decoder: the edge takes photos in and draws them.
 *
 * @returns the function for whole batches, which also looks for what was lost when the schedule says so
 */
export function addBatchWork(
  app: AppStack,
  { whole, photos }: BatchQueues,
  { settings, bundles }: AppDeps,
  environment: Record<string, string>,
): NodeFunction {
  const { WORK_QUEUE_URL: _, ...shared } = environment
  const add = (
    name: string,
    handler: string,
    description: string,
    timeoutSeconds: number,
    memoryMb: number,
  ) => {
    const fn = app.function(name, {
      code: Code.fromAsset(bundles.batches.dir),
      handler,
      description,
      timeoutSeconds,
      memoryMb,
      environment: {
        ...shared,
        EDGE_URL: app.edgeUrl.url,
        BATCH_QUEUE_URL: whole.queue.queueUrl,
        BATCH_PHOTO_QUEUE_URL: photos.queue.queueUrl,
        BATCH_PREFIXES: JSON.stringify(settings.batchPrefixes),
        BATCH_ANSWER_WAIT: String(timeouts.batchAnswer),
        // What finds the model busy goes back to the queue at once: what people wait for tries on, and goes before.
        MODEL_RETRY: '0',
      },
    })
    app.allowTable(fn)
    app.allowEdge(fn)
    return fn
  }

  const batchWorker = add(
    'BatchWorker',
    'batches',
    'Lists batches, makes their results, finds what was lost',
    timeouts.batch,
    1024,
  )
  app.allowPhotos(batchWorker, ['s3:GetObject'], [ZIP_KEYS, 'photos/*', 'drawn/*'])
  app.allowPhotos(batchWorker, ['s3:PutObject'], ['drawn/*', RESULT_KEYS])
  app.allowPhotos(batchWorker, ['s3:AbortMultipartUpload'], [RESULT_KEYS])
  app.allowPhotos(batchWorker, ['s3:DeleteObject'], [ZIP_KEYS])
  batchWorker.allow(
    ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
    [whole.queue.queueArn, photos.queue.queueArn],
  )
  app.consume(batchWorker, whole.queue, 1, BATCHES_AT_ONCE)

  const photoWorker = add(
    'PhotoWorker',
    'photos',
    'Brings photos of batches to their end',
    timeouts.worker,
    512,
  )
  const arriving = ['incoming/*', 'uploads/*']
  app.allowPhotos(photoWorker, ['s3:GetObject'], [ZIP_KEYS, 'photos/*', 'drawn/*', ...arriving])
  app.allowPhotos(photoWorker, ['s3:PutObject'], ['photos/*', 'drawn/*', ...arriving])
  app.allowModel(photoWorker)
  // One each: a photo that takes long holds up no other.
  app.consume(photoWorker, photos.queue, 1, settings.batchConcurrency)

  for (const { prefix } of settings.batchPrefixes) {
    const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(prefix) ?? []
    const bucketArn = `arn:${app.partition}:s3:::${bucket}`
    batchWorker.allow(['s3:ListBucket'], [bucketArn])
    photoWorker.allow(['s3:ListBucket'], [bucketArn])
    photoWorker.allow(['s3:GetObject'], [`${bucketArn}/${path}*`])
  }
  return batchWorker
}
