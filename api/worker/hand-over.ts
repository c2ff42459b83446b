import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Logger } from 'pino'
import type { WorkItem } from '../assess/work-list.ts'

export interface HandOverDeps {
  client: SQSClient
  queueUrl: string
  logger: Logger
}

/** SQS takes so many messages in one call. */
const BATCH = 10

/**
 * Puts assessments into the queue of the workers. One that does not get there is not lost: it stands in the list of
 * open work, which the sweep looks through.
 */
export function createHandOver({ client, queueUrl, logger }: HandOverDeps) {
  return async (...items: WorkItem[]): Promise<void> => {
    for (let i = 0; i < items.length; i += BATCH) {
      const batch = items.slice(i, i + BATCH)
      try {
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map((item, n) => ({ Id: String(n), MessageBody: JSON.stringify(item) })),
          }),
        )
        if (Failed.length > 0)
          throw new Error(`Expected room for ${batch.length} messages but received ${Failed[0]?.Code}`)
      } catch (error) {
        logger.error(
          { assessments: batch.map(({ assessmentId }) => assessmentId), err: error },
          'not handed over',
        )
      }
    }
  }
}
