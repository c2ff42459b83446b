import type { SQSClient } from '@aws-sdk/client-sqs'
import { openWork, type WorkItem } from '../assess/work-list.ts'
import type { Table } from '../store/table.ts'
import { tryEach } from '../try-each.ts'
import { messagesIn } from './messages-in.ts'

export interface SweepDeps {
  client: SQSClient
  queueUrl: string
  table: Table
  handOver: (...items: WorkItem[]) => Promise<void>
  /** What goes on with erasures that were interrupted, and says how many. */
  erasing: readonly (() => Promise<number>)[]
}

/**
 * Puts back into the queue what fell out of it: when the queue is empty, whatever has no final state is either being
 * worked on, which its lease says, or was lost. Messages that are one too many find nothing to do. Goes on with
 * erasures that were interrupted as well.
 */
export function createSweep({ client, queueUrl, table, handOver, erasing }: SweepDeps) {
  async function putBack(): Promise<number> {
    if ((await messagesIn(client, queueUrl)) > 0) return 0
    // Batches see to their own: handed over here, they would go before what people wait for.
    const items = (await openWork(table)).filter(({ batch }) => !batch)
    await handOver(...items)
    return items.length
  }

  return async (): Promise<{ assessments: number; erasures: number }> => {
    // First: an erasure that fails again and again is no reason to leave assessments lying.
    const assessments = await putBack()
    let erasures = 0
    await tryEach(erasing, async (resume) => {
      erasures += await resume()
    })
    return { assessments, erasures }
  }
}
