import type { LookupFunction } from 'node:net'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type EventType, eventTypes } from '../worker/told-event.ts'
import { post } from './post.ts'
import type { Secrets } from './secrets.ts'
import type { Webhook } from './settings.ts'
import { sign } from './signature.ts'

/** A message of a webhook's queue: the webhook's name, and what EventBridge told of. */
const messageSchema = z.object({
  webhook: z.string(),
  event: z.object({
    /** As EventBridge calls it. */
    type: z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]).default('Assessment finished'),
    time: z.string(),
    detail: z.object({ id: z.string() }).loose(),
  }),
})

export interface DeliverDeps {
  webhooks: readonly Pick<Webhook, 'name' | 'url' | 'secretId'>[]
  secrets: Secrets
  lookup: LookupFunction
  timeoutSeconds: number
  clock: () => number
  logger: Logger
}

/** What became of one attempt. */
export type Delivery = { delivered: true } | { delivered: false; retryAfterSeconds: number | undefined }

/** A webhook that nobody knows any more; its message goes where the dead letters are. */
export class WebhookUnknown extends Error {
  constructor(name: string) {
    super(`Expected one of the configured webhooks but received ${name}`)
  }
}

/** Longest pause that a receiver may ask for. */
const LONGEST_PAUSE_S = 3600

/**
 * Delivers one event to one receiver, signed. Anything but a status of 200 to 299 is a failure; what failed is
 * delivered again with the same id, later and signed anew.
 */
export function createDeliver({ webhooks, secrets, lookup, timeoutSeconds, clock, logger }: DeliverDeps) {
  return async (message: string): Promise<Delivery> => {
    const { webhook: name, event } = messageSchema.parse(JSON.parse(message))
    const webhook = webhooks.find((one) => one.name === name)
    if (!webhook) throw new WebhookUnknown(name)
    const body = JSON.stringify({
      type: eventTypes[event.type],
      createdAt: event.time,
      data: event.detail,
    })
    const log = logger.child({ webhook: name, event: event.detail.id })
    try {
      const { status, retryAfter } = await post(new URL(webhook.url), {
        body,
        lookup,
        timeoutSeconds,
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'dentgraph-webhooks',
          'Dentgraph-Delivery': event.detail.id,
          'Dentgraph-Signature': sign(await secrets.of(webhook.secretId), Math.floor(clock() / 1000), body),
        },
      })
      if (status >= 200 && status < 300) {
        log.info({ status }, 'delivered')
        return { delivered: true }
      }
      log.warn({ status }, 'not delivered')
      const asked = Number(retryAfter ?? Number.NaN)
      return {
        delivered: false,
        retryAfterSeconds: asked > 0 ? Math.min(LONGEST_PAUSE_S, asked) : undefined,
      }
    } catch (error) {
      log.warn({ err: error }, 'not delivered')
      return { delivered: false, retryAfterSeconds: undefined }
    }
  }
}
