import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { PartialFailure } from './sqs-event.ts'
import { writtenItems } from './stream-event.ts'
import { type ToldEvent, toldEvent } from './told-event.ts'

/** Whose events they are; rules match on it. */
export const EVENT_SOURCE = 'dentgraph'

/** EventBridge takes so many events in one call. */
const BATCH = 10

export interface PublishDeps {
  client: EventBridgeClient
  busName: string
}

/**
 * Tells the bus of assessments and batches that ended, from the table's stream. After a failure the stream begins
 * again at the first that was not told.
 */
export function createPublishEvents({ client, busName }: PublishDeps) {
  async function put(events: readonly { told: ToldEvent }[]): Promise<number> {
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: events.map(({ told: { type, about, detail } }) => ({
          EventBusName: busName,
          Source: EVENT_SOURCE,
          DetailType: type,
          Resources: [about],
          Detail: JSON.stringify(detail),
        })),
      }),
    )
    return Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined)
  }

  return async (event: unknown): Promise<PartialFailure> => {
    const all = writtenItems(event).flatMap(({ sequenceNumber, item }) => {
      const told = toldEvent(item)
      return told ? [{ sequenceNumber, told }] : []
    })
    for (let i = 0; i < all.length; i += BATCH) {
      const refused = await put(all.slice(i, i + BATCH))
      const again = refused < 0 ? undefined : all[i + refused]
      if (again) return { batchItemFailures: [{ itemIdentifier: again.sequenceNumber }] }
    }
    return { batchItemFailures: [] }
  }
}
