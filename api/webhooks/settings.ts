import { z } from 'zod'
import { readEnvironment } from '../../edge/read-environment.ts'
import { jsonText } from '../json-text.ts'

const webhookSchema = z.object({
  /** Names it in messages and logs. */
  name: z.string().min(1),
  /** A name, never an address: what it leads to is checked with each delivery. */
  url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }),
  /** Where its secrets are, in Secrets Manager. */
  secretId: z.string().min(1),
  queueUrl: z.url(),
})

const schema = z.object({
  /** JSON list of `{ name, url, secretId, queueUrl }`. */
  WEBHOOKS: z.string().transform(jsonText).pipe(z.array(webhookSchema)),
  /** Seconds for a receiver's answer. */
  WEBHOOK_TIMEOUT: z.coerce.number().positive().default(10),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type Webhook = z.infer<typeof webhookSchema>

/** Reads the settings of webhooks from the environment. @throws SettingInvalid */
export const readWebhookSettings = (environment: Record<string, string | undefined>) =>
  readEnvironment(schema, environment)
