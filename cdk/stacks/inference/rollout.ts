import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker'
import type { Settings } from '../../settings/settings.ts'
import type { InferenceStack } from '../inference-stack.ts'

/** How a new model takes over, and what sends it back. */
export function rollout(
  settings: Settings['model']['rollout'],
  alarms: readonly Alarm[],
): CfnEndpoint.DeploymentConfigProperty {
  return {
    blueGreenUpdatePolicy: {
      trafficRoutingConfiguration:
        settings.kind === 'canary'
          ? {
              type: 'CANARY',
              canarySize: { type: 'CAPACITY_PERCENT', value: settings.canaryPercent },
              waitIntervalInSeconds: settings.bakeMinutes * 60,
            }
          : { type: 'ALL_AT_ONCE', waitIntervalInSeconds: settings.bakeMinutes * 60 },
      terminationWaitInSeconds: 300,
      maximumExecutionTimeoutInSeconds: 3 * 3600,
    },
    autoRollbackConfiguration: { alarms: alarms.map(({ alarmName }) => ({ alarmName })) },
  }
}

export function rollbackAlarms(stack: InferenceStack): Alarm[] {
  return [
    alarm(
      stack,
      'Errors',
      'The model fails on more than 5 of 100 photos',
      'Invocation5XXErrors',
      'Average',
      0.05,
      1,
    ),
    alarm(
      stack,
      'Slow',
      'Nine of ten photos take longer than 10 seconds in the model',
      'ModelLatency',
      'p90',
      10_000_000,
      3,
    ),
  ]
}

function alarm(
  stack: InferenceStack,
  id: string,
  description: string,
  metricName: string,
  statistic: string,
  threshold: number,
  periods: number,
) {
  return new Alarm(stack, id, {
    // Known before it is made: the endpoint names the alarms that send its rollout back.
    alarmName: `${stack.endpoint.name}-${id.toLowerCase()}`,
    alarmDescription: description,
    metric: stack.endpointMetric(metricName, statistic),
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  })
}
