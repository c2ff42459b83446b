import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker'
import type { Endpoint } from '../../settings/endpoint.ts'
import type { InferenceStack } from '../inference-stack.ts'

/** How many instances there are: by photos, or by what waits; an asynchronous endpoint goes down to none. */
export function scale(stack: InferenceStack, cfn: CfnEndpoint, endpoint: Endpoint): void {
  const { name, variant, asynchronous, minInstances, maxInstances, photosPerMinute } = endpoint
  const target = new CfnScalableTarget(stack, 'Instances', {
    serviceNamespace: 'sagemaker',
    scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    resourceId: `endpoint/${name}/variant/${variant}`,
    minCapacity: minInstances,
    maxCapacity: maxInstances,
  })
  target.addResourceDependency(cfn)
  if (!asynchronous) {
    new CfnScalingPolicy(stack, 'ByPhotos', {
      policyName: `${name}-photos`,
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.ref,
      targetTrackingScalingPolicyConfiguration: {
        // Seven tenths: an instance takes minutes to start, and the photos come meanwhile.
        targetValue: photosPerMinute * 0.7,
        predefinedMetricSpecification: { predefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        scaleOutCooldown: 60,
        scaleInCooldown: 600,
      },
    })
    return
  }
  new CfnScalingPolicy(stack, 'ByBacklog', {
    policyName: `${name}-backlog`,
    policyType: 'TargetTrackingScaling',
    scalingTargetId: target.ref,
    targetTrackingScalingPolicyConfiguration: {
      // What one instance works off in two minutes.
      targetValue: photosPerMinute * 2,
      customizedMetricSpecification: {
        metricName: 'ApproximateBacklogSizePerInstance',
        namespace: 'AWS/SageMaker',
        statistic: 'Average',
        dimensions: [{ name: 'EndpointName', value: name }],
      },
      scaleOutCooldown: 120,
      scaleInCooldown: 600,
    },
  })
  // With no instance there is no backlog per instance: the first one is started by another figure.
  const wake = new CfnScalingPolicy(stack, 'Wake', {
    policyName: `${name}-wake`,
    policyType: 'StepScaling',
    scalingTargetId: target.ref,
    stepScalingPolicyConfiguration: {
      adjustmentType: 'ChangeInCapacity',
      metricAggregationType: 'Average',
      cooldown: 300,
      stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }],
    },
  })
  const waiting = new Alarm(stack, 'Waiting', {
    alarmName: `${name}-waiting`,
    alarmDescription: 'Photos wait and no instance runs: starts one. Not a fault.',
    metric: stack.endpointMetric('HasBacklogWithoutCapacity', 'Average'),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.MISSING,
  })
  waiting.addAlarmAction({ bind: () => ({ alarmActionArn: wake.ref }) })
}
