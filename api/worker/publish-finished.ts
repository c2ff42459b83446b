import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { type FinishedAssessment, finishedAssessment } from './finished-assessment.ts'
import type { PartialFailure } from './sqs-event.ts'
import { writtenItems } from './stream-event.ts'

/** What events say of themselves; rules match on it. */
export const EVENT_SOURCE = 'dentgraph'
export const EVENT_TYPE = 'Assessment finished'

/** EventBridge takes so many events in one call. */
const BATCH = 10

export interface PublishDeps {
  client: EventBridgeClient
  busName: string
}

/**
 * Tells the bus of assessments that ended, from the table's stream. After a failure the stream begins again at the
 * first that was not told.
 */
export function createPublishFinished({ client, busName }: PublishDeps) {
  async function put(events: { sequenceNumber: string; finished: FinishedAssessment }[]): Promise<number> {
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: events.map(({ finished }) => ({
          EventBusName: busName,
          Source: EVENT_SOURCE,
          DetailType: EVENT_TYPE,
          Resources: [finished.claimId],
          Detail: JSON.stringify(finished),
        })),
      }),
    )
    return Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined)
  }

  return async (event: unknown): Promise<PartialFailure> => {
    const ended = writtenItems(event).flatMap(({ sequenceNumber, item }) => {
      const finished = finishedAssessment(item)
      return finished ? [{ sequenceNumber, finished }] : []
    })
    for (let i = 0; i < ended.length; i += BATCH) {
      const refused = await put(ended.slice(i, i + BATCH))
      const again = refused < 0 ? undefined : ended[i + refused]
      if (again) return { batchItemFailures: [{ itemIdentifier: again.sequenceNumber }] }
    }
    return { batchItemFailures: [] }
  }
}
