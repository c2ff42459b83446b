import { Code } from 'aws-cdk-lib/aws-lambda'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { NodeFunction } from '../../constructs/node-function.ts'
import type { WorkQueue } from '../../constructs/work-queue.ts'
import { timeouts } from '../../settings/timeouts.ts'
import type { AppDeps, AppStack } from '../app-stack.ts'
import { ANSWERS } from '../inference/answers.ts'
import { PHOTO_KEYS, RESULT_KEYS, ZIP_KEYS } from './keys.ts'

/** Attempts of an assessment's message: with pauses up to a quarter of an hour, some four hours. */
export const WORK_ATTEMPTS = 25

export interface AssessmentWork {
  /** Assessments that outgrew a request. */
  work: WorkQueue
  /** Environment of all that asks the model. */
  model: Record<string, string>
  /** Environment of all that works on assessments. */
  environment: Record<string, string>
}

export function assessmentWork(app: AppStack, { data, inference }: AppDeps): AssessmentWork {
  const { name, asynchronous } = inference.endpoint
  const work = app.queue('Work', timeouts.worker * 6, WORK_ATTEMPTS)
  const model = { MODEL_ENDPOINT: name, MODEL_DIR: 'model', MODEL_ASYNCHRONOUS: String(asynchronous) }
  return {
    work,
    model,
    environment: {
      ...model,
      TABLE_NAME: data.table.tableName,
      EDGE_BUCKET: data.photos.bucketName,
      WORK_QUEUE_URL: work.queue.queueUrl,
      MODEL_TIMEOUT: String(asynchronous ? timeouts.asynchronous : timeouts.model),
      MODEL_RETRY: String(timeouts.workerRetry),
      ASSESS_CONCURRENCY: '2',
      LOG_LEVEL: 'info',
    },
  }
}

/**
 * What works on assessments: one function does what the queue says, one puts back what fell out of it, and where the
 * endpoint is asynchronous one ends assessments whose answer came.
 */
export function addAssessmentWork(
  app: AppStack,
  { settings, bundles, inference }: AppDeps,
  { work, environment }: AssessmentWork,
): { worker: NodeFunction; sweep: NodeFunction } {
  const add = (name: string, handler: string, description: string) => {
    const fn = app.function(name, {
      code: Code.fromAsset(bundles.worker.dir),
      handler,
      description,
      timeoutSeconds: timeouts.worker,
      memoryMb: 512,
      environment,
    })
    app.allowTable(fn)
    return fn
  }

  const worker = add('Worker', 'handler', 'Assesses what outgrew a request')
  app.allowPhotos(worker, ['s3:GetObject', 's3:PutObject'], ['photos/*', 'drawn/*'])
  app.allowModel(worker)
  app.consume(worker, work.queue, 2, settings.workerConcurrency, 'Work')

  const sweep = add('Sweep', 'sweep', 'Puts back what fell out of the work queue')
  sweep.allow(['sqs:GetQueueAttributes', 'sqs:SendMessage'], [work.queue.queueArn])
  // It goes on with erasures that were interrupted.
  app.allowPhotos(sweep, ['s3:GetObject', 's3:DeleteObject'], PHOTO_KEYS)
  app.allowPhotos(sweep, ['s3:DeleteObject'], [ZIP_KEYS, RESULT_KEYS])

  if (inference.answered) {
    const answers = app.queue('Answers', timeouts.worker * 6, 5)
    inference.answered.addSubscription(new SqsSubscription(answers.queue, { rawMessageDelivery: true }))
    const finish = add('Answered', 'answers', 'Ends assessments whose answer came')
    app.allowPhotos(finish, ['s3:GetObject', 's3:DeleteObject'], [`${ANSWERS}*`])
    app.allowPhotos(finish, ['s3:GetObject', 's3:PutObject'], ['photos/*', 'drawn/*'])
    app.consume(finish, answers.queue, 10)
  }
  return { worker, sweep }
}
