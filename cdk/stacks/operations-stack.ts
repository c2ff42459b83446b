import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Settings } from '../settings/settings.ts'
import type { AppStack } from './app-stack.ts'
import type { DataStack } from './data-stack.ts'
import type { InferenceStack } from './inference-stack.ts'
import type { WebStack } from './web-stack.ts'

export interface OperationsDeps {
  settings: Settings
  data: DataStack
  inference: InferenceStack
  app: AppStack
  web: WebStack
}

/** Where pino writes `error` and worse. */
const ERRORS_IN_LOG = '{ $.level >= 50 }'

/** Minutes that a message may wait in a queue. A batch waits for its photos, of which there may be a hundred thousand. */
function patience(queue: string, asynchronous: boolean): number {
  if (queue === 'BatchPhotos') return 24 * 60
  if (queue === 'Batches') return 3 * 60
  return queue.startsWith('Webhook') ? 6 * 60 : asynchronous ? 30 : 10
}

/** Alarms, the dashboard and the budget; docs/operations.md says what to do about each alarm, by its name. */
export class OperationsStack extends Stack {
  readonly topic: Topic
  readonly alarms: Alarm[] = []
  readonly #name: string

  constructor(scope: Construct, id: string, deps: OperationsDeps, props: StackProps) {
    super(scope, id, props)
    const { settings, inference } = deps
    this.#name = settings.name
    this.topic = new Topic(this, 'Alarms', { enforceSSL: true })
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('budgets.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    )
    if (settings.alarmEmail) this.topic.addSubscription(new EmailSubscription(settings.alarmEmail))
    this.functionAlarms(deps)
    this.queueAlarms(deps)
    this.tableAlarms(deps)
    for (const alarm of [...this.alarms, ...inference.rollbackAlarms]) {
      const action = new SnsAction(this.topic)
      if (Stack.of(alarm) === this) {
        alarm.addAlarmAction(action)
        alarm.addOkAction(action)
      }
    }
    this.endpointAlarms(deps)
    this.budget(settings)
    this.dashboard(deps)
  }

  private alarm(
    id: string,
    what: string,
    metric: IMetric,
    threshold: number,
    evaluationPeriods: number,
    datapoints = evaluationPeriods,
  ): Alarm {
    const alarm = new Alarm(this, id, {
      alarmName: `${this.#name}-${id.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`,
      alarmDescription: `${what} See docs/operations.md, ${id}.`,
      metric,
      threshold,
      evaluationPeriods,
      datapointsToAlarm: datapoints,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    this.alarms.push(alarm)
    return alarm
  }

  private functionAlarms({ app }: OperationsDeps): void {
    const minute = { period: Duration.minutes(1) }
    for (const [name, { fn, log }] of Object.entries(app.functions)) {
      this.alarm(`${name}Errors`, `${name} fails.`, fn.metricErrors(minute), 3, 5, 2)
      this.alarm(`${name}Throttles`, `${name} is turned away.`, fn.metricThrottles(minute), 0, 5, 2)
      if (!['Api', 'Edge', 'Worker', 'PhotoWorker'].includes(name)) continue
      const errors = new MetricFilter(this, `${name}LogErrors`, {
        logGroup: log,
        filterPattern: FilterPattern.literal(ERRORS_IN_LOG),
        metricNamespace: this.#name,
        metricName: `${name}LogErrors`,
        metricValue: '1',
      })
      this.alarm(
        `${name}LoggedErrors`,
        `${name} writes errors into its log.`,
        errors.metric({ statistic: 'Sum', period: Duration.minutes(5) }),
        5,
        1,
      )
    }
    const slow = { ...minute, statistic: 'p95' }
    this.alarm(
      'ApiSlow',
      'One of twenty GraphQL requests takes longer than 25 seconds.',
      app.api.fn.metricDuration(slow),
      25_000,
      5,
      3,
    )
    this.alarm(
      'EdgeSlow',
      'One of twenty photos takes longer than 15 seconds to come in.',
      app.edge.fn.metricDuration(slow),
      15_000,
      5,
      3,
    )
    const age = app.events.fn.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) })
    this.alarm(
      'EventsLate',
      'Events of finished assessments are more than ten minutes late.',
      age,
      600_000,
      2,
    )
  }

  private queueAlarms({ app, inference }: OperationsDeps): void {
    for (const [name, { queue, dead }] of Object.entries(app.queues)) {
      const put = dead.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(5),
      })
      const id = name.replace(/[^A-Za-z]/g, '')
      this.alarm(`${id}DeadLetters`, `Messages of ${name} were put aside.`, put, 0, 1)
      if (name === 'Uploads' || name === 'EventsFailed') continue
      const age = queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: Duration.minutes(5),
      })
      const minutes = patience(name, inference.endpoint.asynchronous)
      this.alarm(
        `${id}Old`,
        `A message of ${name} has waited for more than ${minutes} minutes.`,
        age,
        minutes * 60,
        2,
      )
    }
  }

  private tableAlarms({ data }: OperationsDeps): void {
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
    this.alarm('TableThrottled', 'The table turns calls away.', throttled, 10, 2)
  }

  /** The alarms that send a rollout back live beside the endpoint; they tell people as well. */
  private endpointAlarms({ inference }: OperationsDeps): void {
    const { endpoint } = inference
    const errors = inference.endpointMetric('Invocation5XXErrors', 'Sum')
    const failing = this.alarm('ModelFails', 'The model fails on photos.', errors, 5, 5, 3)
    const alarms = [failing]
    if (endpoint.asynchronous) {
      const waiting = inference.endpointMetric('TimeInBacklog', 'Maximum')
      alarms.push(
        this.alarm(
          'ModelBacklog',
          'A photo has waited for the model for more than half an hour.',
          waiting,
          1_800_000,
          5,
          3,
        ),
      )
    } else {
      const latency = inference.endpointMetric('ModelLatency', 'p90')
      alarms.push(
        this.alarm(
          'ModelSlow',
          'Nine of ten photos take longer than 10 seconds in the model.',
          latency,
          10_000_000,
          5,
          3,
        ),
      )
      // A real-time endpoint that is there reports itself, photos or not.
      const running = inference.endpointMetric('CPUUtilization', 'SampleCount', '/aws/sagemaker/Endpoints')
      const gone = new Alarm(this, 'ModelGone', {
        alarmName: `${this.#name}-model-gone`,
        alarmDescription: 'No instance of the model reports. See docs/operations.md, ModelGone.',
        metric: running,
        threshold: 1,
        evaluationPeriods: 10,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      })
      this.alarms.push(gone)
      alarms.push(gone)
    }
    for (const alarm of alarms) {
      alarm.addAlarmAction(new SnsAction(this.topic))
      alarm.addOkAction(new SnsAction(this.topic))
    }
  }

  private budget({ monthlyBudget, alarmEmail, name }: Settings): void {
    const subscribers = [
      { subscriptionType: 'SNS', address: this.topic.topicArn },
      ...(alarmEmail ? [{ subscriptionType: 'EMAIL', address: alarmEmail }] : []),
    ]
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        comparisonOperator: 'GREATER_THAN',
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    })
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `${name}-monthly`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudget, unit: 'USD' },
      },
      notificationsWithSubscribers: [notify('ACTUAL', 80), notify('ACTUAL', 100), notify('FORECASTED', 100)],
    })
  }

  private dashboard({ settings, app, data, inference, web }: OperationsDeps): void {
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
    new Dashboard(this, 'Dashboard', {
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
            [
              app.api.fn.metricDuration({ statistic: 'p50' }),
              app.api.fn.metricDuration({ statistic: 'p95' }),
            ],
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
            [
              inference.endpointMetric('ModelLatency', 'p50'),
              inference.endpointMetric('ModelLatency', 'p90'),
            ],
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
}
