import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import type { Settings } from '../../settings/settings.ts'
import type { OperationsStack } from '../operations-stack.ts'

/** Tells when the month's costs come near what they may be. */
export function addBudget(operations: OperationsStack, { monthlyBudget, alarmEmail, name }: Settings): void {
  const subscribers = [
    { subscriptionType: 'SNS', address: operations.topic.topicArn },
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
  new CfnBudget(operations, 'Budget', {
    budget: {
      budgetName: `${name}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyBudget, unit: 'USD' },
    },
    notificationsWithSubscribers: [notify('ACTUAL', 80), notify('ACTUAL', 100), notify('FORECASTED', 100)],
  })
}
