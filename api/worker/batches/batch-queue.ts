import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { BatchMessage, PhotoMessage } from './batch-message.ts'

/** SQS takes so many messages in one call. */
const PER_CALL = 10
/** Calls under way at once. */
const CALLS = 8

/**
 * Puts messages into a queue, each in its tenant's group: a queue with groups hands out messages of tenants who have
 * little under way first.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
export function createBatchQueue<Message extends BatchMessage | PhotoMessage>({
  client,
  queueUrl,
}: {
  client: SQSClient
  queueUrl: string
}) {
  async function sendSome(messages: readonly Message[]): Promise<void> {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: messages.map((message, i) => ({
          Id: String(i),
          MessageBody: JSON.stringify(message),
          MessageGroupId: groupOf(message.tenant),
        })),
      }),
    )
    if (Failed.length > 0)
      throw new Error(`Expected room for ${messages.length} messages but received ${Failed[0]?.Code}`)
  }

  /** @throws Error where one of them was not taken; those before it may have been */
  return async (...messages: readonly Message[]): Promise<void> => {
    const calls = Array.from({ length: Math.ceil(messages.length / PER_CALL) }, (_, i) =>
      messages.slice(i * PER_CALL, (i + 1) * PER_CALL),
    )
    for (let i = 0; i < calls.length; i += CALLS) await Promise.all(calls.slice(i, i + CALLS).map(sendSome))
  }
}

export type BatchQueue<Message extends BatchMessage | PhotoMessage> = ReturnType<
  typeof createBatchQueue<Message>
>

/** A group's name takes 128 characters of few kinds; a tenant's may be any. */
const groupOf = (tenant: string): string => Buffer.from(tenant).toString('base64url').slice(0, 128)
