import { z } from 'zod'
import { readEnvironment } from '../../edge/read-environment.ts'

/** What all workers read. */
export const workerFields = z.object({
  TABLE_NAME: z.string(),
  /** The bucket that the edge keeps photos in. */
  EDGE_BUCKET: z.string(),
  /** SageMaker endpoint. */
  MODEL_ENDPOINT: z.string(),
  /** Folder with the model's `model.json`. */
  MODEL_DIR: z.string(),
  /** Whether the endpoint is an asynchronous one, whose answers come to the bucket later. */
  MODEL_ASYNCHRONOUS: z.stringbool().default(false),
  /** Seconds for one answer of the model; of an asynchronous one, for its turn and its answer together. */
  MODEL_TIMEOUT: z.coerce.number().positive().default(60),
  /** Seconds to try again within one attempt of the queue. */
  MODEL_RETRY: z.coerce.number().min(0).default(12),
  /** Photos that are with the model at once, of this instance. */
  ASSESS_CONCURRENCY: z.coerce.number().int().min(1).default(2),
  /** The queue whose messages these are, and where the sweep puts what was lost. */
  WORK_QUEUE_URL: z.url(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type WorkerSettings = z.infer<typeof workerFields>

/** Reads the worker's settings from the environment. @throws SettingInvalid */
export const readWorkerSettings = (environment: Record<string, string | undefined>): WorkerSettings =>
  readEnvironment(workerFields, environment)
