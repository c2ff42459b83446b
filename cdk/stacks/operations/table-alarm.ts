import { Duration } from 'aws-cdk-lib'
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch'
import type { OperationsDeps, OperationsStack } from '../operations-stack.ts'

export function addTableAlarm(operations: OperationsStack, { data }: OperationsDeps): void {
  const period = Duration.minutes(5)
  const throttled = new MathExpression({
    expression: 'reads + writes',
    usingMetrics: {
      reads: data.table.metric('ReadThrottleEvents', { statistic: 'Sum', period }),
      writes: data.table.metric('WriteThrottleEvents', { statistic: 'Sum', period }),
    },
    period,
    label: 'throttled',
  })
  operations.alarm('TableThrottled', 'The table turns calls away.', throttled, 10, 2)
}
