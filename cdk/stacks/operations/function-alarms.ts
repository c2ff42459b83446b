import { Duration } from 'aws-cdk-lib'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { OperationsDeps, OperationsStack } from '../operations-stack.ts'

/** Where pino writes `error` and worse. */
const ERRORS_IN_LOG = '{ $.level >= 50 }'

/** Functions that fail, are turned away, log errors or are slow. */
export function addFunctionAlarms(operations: OperationsStack, { app }: OperationsDeps): void {
  const minute = { period: Duration.minutes(1) }
  for (const [name, { fn, log }] of Object.entries(app.functions)) {
    operations.alarm(`${name}Errors`, `${name} fails.`, fn.metricErrors(minute), 3, 5, 2)
    operations.alarm(`${name}Throttles`, `${name} is turned away.`, fn.metricThrottles(minute), 0, 5, 2)
    if (!['Api', 'Edge', 'Worker', 'PhotoWorker'].includes(name)) continue
    const errors = new MetricFilter(operations, `${name}LogErrors`, {
      logGroup: log,
      filterPattern: FilterPattern.literal(ERRORS_IN_LOG),
      metricNamespace: operations.name,
      metricName: `${name}LogErrors`,
      metricValue: '1',
    })
    operations.alarm(
      `${name}LoggedErrors`,
      `${name} writes errors into its log.`,
      errors.metric({ statistic: 'Sum', period: Duration.minutes(5) }),
      5,
      1,
    )
  }
  const slow = { ...minute, statistic: 'p95' }
  operations.alarm(
    'ApiSlow',
    'One of twenty GraphQL requests takes longer than 25 seconds.',
    app.api.fn.metricDuration(slow),
    25_000,
    5,
    3,
  )
  operations.alarm(
    'EdgeSlow',
    'One of twenty photos takes longer than 15 seconds to come in.',
    app.edge.fn.metricDuration(slow),
    15_000,
    5,
    3,
  )
  const age = app.events.fn.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) })
  operations.alarm(
    'EventsLate',
    'Events of finished assessments are more than ten minutes late.',
    age,
    600_000,
    2,
  )
}
