import { Stack, type StackProps } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Settings } from '../settings/settings.ts'
import type { AppStack } from './app-stack.ts'
import type { DataStack } from './data-stack.ts'
import type { InferenceStack } from './inference-stack.ts'
import { addBudget } from './operations/budget.ts'
import { addDashboard } from './operations/dashboard.ts'
import { addFunctionAlarms } from './operations/function-alarms.ts'
import { addModelAlarms } from './operations/model-alarms.ts'
import { addQueueAlarms } from './operations/queue-alarms.ts'
import { addTableAlarm } from './operations/table-alarm.ts'
import type { WebStack } from './web-stack.ts'

export interface OperationsDeps {
  settings: Settings
  data: DataStack
  inference: InferenceStack
  app: AppStack
  web: WebStack
}

/** Alarms, the dashboard and the budget; docs/operations.md says what to do about each alarm, by its name. */
export class OperationsStack extends Stack {
  readonly topic: Topic
  readonly alarms: Alarm[] = []
  readonly name: string

  constructor(scope: Construct, id: string, deps: OperationsDeps, props: StackProps) {
    super(scope, id, props)
    const { settings } = deps
    this.name = settings.name
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
    addFunctionAlarms(this, deps)
    addQueueAlarms(this, deps)
    addTableAlarm(this, deps)
    addModelAlarms(this, deps)
    for (const alarm of this.alarms) {
      const action = new SnsAction(this.topic)
      alarm.addAlarmAction(action)
      alarm.addOkAction(action)
    }
    addBudget(this, settings)
    addDashboard(this, deps)
  }

  /**
   * An alarm by the name of what is wrong; docs/operations.md has a section of that name.
   *
   * @param datapoints of `evaluationPeriods` that have to be beyond the threshold
   */
  alarm(
    id: string,
    what: string,
    metric: IMetric,
    threshold: number,
    evaluationPeriods: number,
    datapoints = evaluationPeriods,
  ): Alarm {
    const alarm = new Alarm(this, id, {
      alarmName: `${this.name}-${id.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`,
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
}
