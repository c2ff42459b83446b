import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { openWork, type WorkItem } from '../assess/work-list.ts'
import type { Table } from '../store/table.ts'
import type { EraseClaim } from '../use-cases/erase-claim.ts'

export interface SweepDeps {
  client: SQSClient
  queueUrl: string
  table: Table
  handOver: (...items: WorkItem[]) => Promise<void>
  eraseClaim: Pick<EraseClaim, 'resume'>
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

/**
 * Puts back into the queue what fell out of it: when the queue is empty, whatever has no final state is either being
 * worked on, which its lease says, or was lost. Messages that are one too many find nothing to do. Goes on with
 * erasures that were interrupted as well.
 */
export function createSweep({ client, queueUrl, table, handOver, eraseClaim }: SweepDeps) {
  return async (): Promise<{ assessments: number; erasures: number }> => {
    const erasures = await eraseClaim.resume()
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...COUNTS] }),
    )
    if (COUNTS.some((name) => Number(Attributes[name] ?? 0) > 0)) return { assessments: 0, erasures }
    const items = await openWork(table)
    await handOver(...items)
    return { assessments: items.length, erasures }
  }
}
