import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { OperationsDeps, OperationsStack } from '../operations-stack.ts'

/** The model fails, is slow or late, or is gone. Those that send a rollout back live beside the endpoint; these tell people. */
export function addModelAlarms(operations: OperationsStack, { inference }: OperationsDeps): void {
  const errors = inference.endpointMetric('Invocation5XXErrors', 'Sum')
  operations.alarm('ModelFails', 'The model fails on photos.', errors, 5, 5, 3)
  if (inference.endpoint.asynchronous) {
    const waiting = inference.endpointMetric('TimeInBacklog', 'Maximum')
    const what = 'A photo has waited for the model for more than half an hour.'
    operations.alarm('ModelBacklog', what, waiting, 1_800_000, 5, 3)
    return
  }
  const latency = inference.endpointMetric('ModelLatency', 'p90')
  const what = 'Nine of ten photos take longer than 10 seconds in the model.'
  operations.alarm('ModelSlow', what, latency, 10_000_000, 5, 3)
  // A real-time endpoint that is there reports itself, photos or not.
  const running = inference.endpointMetric('CPUUtilization', 'SampleCount', '/aws/sagemaker/Endpoints')
  operations.alarms.push(
    new Alarm(operations, 'ModelGone', {
      alarmName: `${operations.name}-model-gone`,
      alarmDescription: 'No instance of the model reports. See docs/operations.md, ModelGone.',
      metric: running,
      threshold: 1,
      evaluationPeriods: 10,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    }),
  )
}
