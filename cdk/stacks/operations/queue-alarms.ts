import { Duration } from 'aws-cdk-lib'
import type { OperationsDeps, OperationsStack } from '../operations-stack.ts'

/** Minutes that a message may wait in a queue. A batch waits for its photos, of which there may be a hundred thousand. */
function patience(queue: string, asynchronous: boolean): number {
  if (queue === 'BatchPhotos') return 24 * 60
  if (queue === 'Batches') return 3 * 60
  return queue.startsWith('Webhook') ? 6 * 60 : asynchronous ? 30 : 10
}

/** Messages that wait too long, or were put aside. */
export function addQueueAlarms(operations: OperationsStack, { app, inference }: OperationsDeps): void {
  for (const [name, { queue, dead }] of Object.entries(app.queues)) {
    const put = dead.metricApproximateNumberOfMessagesVisible({
      statistic: 'Maximum',
      period: Duration.minutes(5),
    })
    const id = name.replace(/[^A-Za-z]/g, '')
    operations.alarm(`${id}DeadLetters`, `Messages of ${name} were put aside.`, put, 0, 1)
    if (name === 'Uploads' || name === 'EventsFailed') continue
    const age = queue.metricApproximateAgeOfOldestMessage({
      statistic: 'Maximum',
      period: Duration.minutes(5),
    })
    const minutes = patience(name, inference.endpoint.asynchronous)
    operations.alarm(
      `${id}Old`,
      `A message of ${name} has waited for more than ${minutes} minutes.`,
      age,
      minutes * 60,
      2,
    )
  }
}
