/** Delivers webhooks, as a Lambda function on their queues. Each receiver has a queue of its own: a slow one holds up nobody else. */
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { pino } from 'pino'
import { createPostpone, type PartialFailure, workThrough } from '../worker/sqs-event.ts'
import { createDeliver } from './deliver.ts'
import { publicLookup } from './public-address.ts'
import { createSecrets } from './secrets.ts'
import { readWebhookSettings } from './settings.ts'

/** From half a minute to six hours between attempts: a receiver may be down over a weekend. */
const FIRST_PAUSE_S = 30
const LONGEST_PAUSE_S = 6 * 3600

const settings = readWebhookSettings(process.env)
const logger = pino({ name: 'dentgraph-webhooks', level: settings.LOG_LEVEL })
const client = new SQSClient({})
const deliver = createDeliver({
  webhooks: settings.WEBHOOKS,
  secrets: createSecrets({ client: new SecretsManagerClient({}), clock: Date.now }),
  lookup: publicLookup,
  timeoutSeconds: settings.WEBHOOK_TIMEOUT,
  clock: Date.now,
  logger,
})
const queueOf = new Map(settings.WEBHOOKS.map(({ name, queueUrl }) => [name, queueUrl]))

export const handler = (event: unknown): Promise<PartialFailure> => {
  const asked = new Map<string, number | undefined>()
  return workThrough(event, {
    async work({ messageId, body }) {
      const delivery = await deliver(body)
      if (!delivery.delivered) asked.set(messageId, delivery.retryAfterSeconds)
      return delivery.delivered
    },
    async postpone(record) {
      const { webhook } = JSON.parse(record.body) as { webhook?: string }
      const queueUrl = queueOf.get(webhook ?? '')
      if (!queueUrl) return
      const pauses = { firstSeconds: FIRST_PAUSE_S, longestSeconds: LONGEST_PAUSE_S }
      await createPostpone({ client, queueUrl, ...pauses })(record, asked.get(record.messageId))
    },
    failed: ({ messageId }, error) => logger.error({ message: messageId, err: error }, 'not delivered'),
  })
}
