import { Dashboard, GraphWidget, type IMetric, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch'
import type { OperationsDeps, OperationsStack } from '../operations-stack.ts'

/** One page of figures, from the visitor inwards. */
export function addDashboard(
  operations: OperationsStack,
  { settings, app, data, inference, web }: OperationsDeps,
): void {
  const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
    new GraphWidget({ title, left, right, width: 8, height: 6 })
  const functions = Object.values(app.functions).map(({ fn }) => fn)
  const cloudFront = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/CloudFront',
      metricName,
      statistic,
      region: 'us-east-1',
      dimensionsMap: { DistributionId: web.distribution.distributionId, Region: 'Global' },
    })
  const { asynchronous } = inference.endpoint
  new Dashboard(operations, 'Dashboard', {
    dashboardName: settings.name,
    widgets: [
      [
        new TextWidget({
          markdown: `# ${settings.name}\nFrom the visitor inwards; alarms: docs/operations.md`,
          width: 24,
          height: 2,
        }),
      ],
      [
        graph(
          'Visitors',
          [cloudFront('Requests', 'Sum')],
          [cloudFront('4xxErrorRate', 'Average'), cloudFront('5xxErrorRate', 'Average')],
        ),
        graph(
          'GraphQL',
          [app.api.fn.metricInvocations()],
          [app.api.fn.metricDuration({ statistic: 'p50' }), app.api.fn.metricDuration({ statistic: 'p95' })],
        ),
        graph(
          'Photos taken in',
          [app.edge.fn.metricInvocations()],
          [
            app.edge.fn.metricDuration({ statistic: 'p50' }),
            app.edge.fn.metricDuration({ statistic: 'p95' }),
          ],
        ),
      ],
      [
        graph(
          'Photos looked at',
          [inference.endpointMetric('Invocations', 'Sum')],
          [inference.endpointMetric('ModelLatency', 'p50'), inference.endpointMetric('ModelLatency', 'p90')],
        ),
        graph('Model: errors', [
          inference.endpointMetric('Invocation4XXErrors', 'Sum'),
          inference.endpointMetric('Invocation5XXErrors', 'Sum'),
        ]),
        asynchronous
          ? graph(
              'Model: backlog',
              [inference.endpointMetric('ApproximateBacklogSize', 'Maximum')],
              [inference.endpointMetric('TimeInBacklog', 'Maximum')],
            )
          : graph('Model: use', [
              inference.endpointMetric('GPUUtilization', 'Average', '/aws/sagemaker/Endpoints'),
              inference.endpointMetric('CPUUtilization', 'Average', '/aws/sagemaker/Endpoints'),
            ]),
      ],
      [
        graph(
          'Queues: waiting',
          Object.values(app.queues).map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
        ),
        graph(
          'Queues: put aside',
          Object.values(app.queues).map(({ dead }) => dead.metricApproximateNumberOfMessagesVisible()),
        ),
        graph(
          'Functions: errors',
          functions.map((fn) => fn.metricErrors()),
          functions.map((fn) => fn.metricThrottles()),
        ),
      ],
      [
        graph('Table: units', [
          data.table.metricConsumedReadCapacityUnits(),
          data.table.metricConsumedWriteCapacityUnits(),
        ]),
      ],
    ],
  })
}
