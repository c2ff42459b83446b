import { CfnEndpointConfig, type CfnModel } from 'aws-cdk-lib/aws-sagemaker'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Endpoint } from '../../settings/endpoint.ts'
import type { Settings } from '../../settings/settings.ts'
import type { DataStack } from '../data-stack.ts'
import { ANSWERS } from './answers.ts'

/** Driver 580 with CUDA 13.0, which is what inference/Dockerfile brings; a test compares the two. */
export const CUDA_HOST_IMAGE = 'al2023-ami-sagemaker-inference-gpu-4-1'

interface ConfigParts {
  settings: Settings
  endpoint: Endpoint
  model: CfnModel
  shadow: CfnModel | null | undefined
  /** Of an asynchronous endpoint: told of every answer. */
  answered: Topic | null
  data: DataStack
}

/** On which instances the model runs, beside which other one, and where answers go that nobody waits for. */
export function endpointConfig(
  scope: Construct,
  { settings, endpoint, model, shadow, answered, data }: ConfigParts,
): CfnEndpointConfig {
  const variant = {
    initialInstanceCount: Math.max(1, endpoint.minInstances),
    containerStartupHealthCheckTimeoutInSeconds: 600,
    modelDataDownloadTimeoutInSeconds: 600,
    // Hosts of the default image have a driver that is too old for the container's CUDA.
    ...(endpoint.device === 'cuda' && { inferenceAmiVersion: CUDA_HOST_IMAGE }),
  }
  return new CfnEndpointConfig(scope, 'Config', {
    productionVariants: [
      {
        ...variant,
        variantName: endpoint.variant,
        modelName: model.attrModelName,
        instanceType: endpoint.instanceType,
        initialVariantWeight: 1,
      },
    ],
    ...(shadow && {
      shadowProductionVariants: [
        {
          ...variant,
          initialInstanceCount: 1,
          variantName: 'shadow',
          modelName: shadow.attrModelName,
          instanceType: settings.model.shadow?.instanceType ?? endpoint.instanceType,
          initialVariantWeight: (settings.model.shadow?.percent ?? 100) / 100,
        },
      ],
    }),
    ...(answered && {
      asyncInferenceConfig: {
        clientConfig: { maxConcurrentInvocationsPerInstance: endpoint.concurrency * 2 },
        outputConfig: {
          s3OutputPath: `s3://${data.photos.bucketName}/${ANSWERS}`,
          s3FailurePath: `s3://${data.photos.bucketName}/${ANSWERS}`,
          ...(data.key && { kmsKeyId: data.key.keyArn }),
          notificationConfig: {
            successTopic: answered.topicArn,
            errorTopic: answered.topicArn,
          },
        },
      },
    }),
  })
}
