import { z } from 'zod'
import { readEnvironment } from '../../../edge/read-environment.ts'
import { prefixesSchema } from '../../batches/prefix-setting.ts'
import { jsonText } from '../../json-text.ts'
import { workerFields } from '../settings.ts'

const schema = workerFields.omit({ WORK_QUEUE_URL: true }).extend({
  /** Where the edge answers, which photos are handed to and pictures are drawn by. */
  EDGE_URL: z.url(),
  /** The secret with which the edge signs its links. */
  EDGE_LINK_KEY: z.string().min(32),
  /** The queue of whole batches. */
  BATCH_QUEUE_URL: z.url(),
  /** The queue of their photos. */
  BATCH_PHOTO_QUEUE_URL: z.url(),
  /** Where tenants keep photos to be assessed by prefix. */
  BATCH_PREFIXES: z.string().default('[]').transform(jsonText).pipe(prefixesSchema),
  /** Seconds that one attempt waits for an asynchronous model. */
  BATCH_ANSWER_WAIT: z.coerce.number().positive().default(120),
})

/** Reads the settings of the functions that work on batches. @throws SettingInvalid */
export const readBatchSettings = (environment: Record<string, string | undefined>) =>
  readEnvironment(schema, environment, ['EDGE_LINK_KEY'])

export type BatchSettings = ReturnType<typeof readBatchSettings>
