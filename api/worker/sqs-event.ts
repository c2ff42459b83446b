import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { z } from 'zod'

/**
 * What is read of SQS's event; the rest is left alone.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export const sqsEventSchema = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      receiptHandle: z.string(),
      body: z.string(),
      attributes: z.object({
        ApproximateReceiveCount: z.coerce.number(),
        /** Milliseconds since 1970. */
        ApproximateFirstReceiveTimestamp: z.coerce.number().default(0),
      }),
    }),
  ),
})

export type SqsRecord = z.infer<typeof sqsEventSchema>['Records'][number]

/** Names the messages that stay in the queue; all others are deleted. */
export interface PartialFailure {
  batchItemFailures: { itemIdentifier: string }[]
}

export interface BatchOptions {
  /** Does one message's work; false, or an exception, leaves the message in the queue. */
  work(record: SqsRecord): Promise<boolean>
  /** When a message that stays is shown again. */
  postpone: Postpone
  failed(record: SqsRecord, error: unknown): void
}

/** Works through one event, message by message at once, and reports those that stay. */
export async function workThrough(
  event: unknown,
  { work, postpone, failed }: BatchOptions,
): Promise<PartialFailure> {
  const { Records } = sqsEventSchema.parse(event)
  const kept = await Promise.all(
    Records.map(async (record) => {
      try {
        if (await work(record)) return []
      } catch (error) {
        failed(record, error)
      }
      // Where this fails the message comes back all the same, after the queue's own time.
      await postpone(record).catch(() => {})
      return [{ itemIdentifier: record.messageId }]
    }),
  )
  return { batchItemFailures: kept.flat() }
}

export type Postpone = (record: SqsRecord, seconds?: number) => Promise<void>

export interface PostponeOptions {
  client: SQSClient
  queueUrl: string
  /** Pause after the first attempt; each is twice the last, up to the longest. */
  firstSeconds: number
  longestSeconds: number
}

/** Lets a message rest, longer after each attempt; where it is told for how long, never shorter than that. */
export function createPostpone({
  client,
  queueUrl,
  firstSeconds,
  longestSeconds,
}: PostponeOptions): Postpone {
  return async ({ receiptHandle, attributes }, seconds) => {
    const grown = firstSeconds * 2 ** Math.min(20, attributes.ApproximateReceiveCount - 1)
    const wanted = Math.min(longestSeconds, seconds ?? grown)
    const least = seconds === undefined ? 0.75 : 1
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        // Spread, so that what failed together does not come back together.
        VisibilityTimeout: Math.ceil(wanted * (least + 0.5 * Math.random())),
      }),
    )
  }
}
