import { Duration } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { Code, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { NodeFunction } from '../../constructs/node-function.ts'
import type { AppDeps, AppStack } from '../app-stack.ts'

/** What follows the table's stream and tells the bus of what ended. */
export function addTableEvents(app: AppStack, { bundles, data }: AppDeps, bus: EventBus): NodeFunction {
  const events = app.function('Events', {
    code: Code.fromAsset(bundles.events.dir),
    handler: 'handler',
    description: 'Tells the bus of what ended',
    timeoutSeconds: 30,
    memoryMb: 256,
    environment: { EVENT_BUS_NAME: bus.eventBusName },
  })
  events.allow(['events:PutEvents'], [bus.eventBusArn])
  const streamArn = data.table.tableStreamArn ?? ''
  const failed = app.queue('EventsFailed', 60, 5)
  events.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [streamArn])
  events.allow(['dynamodb:ListStreams'], ['*'])
  app.allowKey(events, ['kms:Decrypt'])
  events.allow(['sqs:SendMessage'], [failed.dead.queueArn])
  const mapping = events.fn.addEventSourceMapping('Table', {
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(1),
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 100,
    filters: [
      {
        pattern: JSON.stringify({
          eventName: ['INSERT'],
          dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } },
        }),
      },
    ],
    onFailure: { bind: () => ({ destination: failed.dead.queueArn }) },
  })
  mapping.node.addDependency(events)
  return events
}
