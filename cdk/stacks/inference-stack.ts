import { CfnOutput, Duration, IgnoreMode, Stack, type StackProps } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets'
import type { Role } from 'aws-cdk-lib/aws-iam'
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { root } from '../bundle/bundle-function.ts'
import { ModelArtefact } from '../constructs/model-artefact.ts'
import { type Endpoint, endpointOf } from '../settings/endpoint.ts'
import type { Settings } from '../settings/settings.ts'
import { timeouts } from '../settings/timeouts.ts'
import type { DataStack } from './data-stack.ts'
import { ANSWERS } from './inference/answers.ts'
import { containerRole } from './inference/container-role.ts'
import { scale } from './inference/scale.ts'

/** Driver 580 with CUDA 13.0, which is what inference/Dockerfile brings; a test compares the two. */
export const CUDA_HOST_IMAGE = 'al2023-ami-sagemaker-inference-gpu-4-1'

/** The model's container on SageMaker, how it grows, and how a new model takes over. */
export class InferenceStack extends Stack {
  readonly endpoint: Endpoint
  readonly image: DockerImageAsset
  /** Of an asynchronous endpoint: told of every answer. */
  readonly answered: Topic | null
  /** Send the rollout of a new model back. */
  readonly rollbackAlarms: Alarm[]

  constructor(scope: Construct, id: string, settings: Settings, data: DataStack, props: StackProps) {
    super(scope, id, props)
    const endpoint = endpointOf(settings)
    this.endpoint = endpoint
    this.image = new DockerImageAsset(this, 'Image', {
      directory: root,
      file: 'inference/Dockerfile',
      target: endpoint.device,
      platform: Platform.LINUX_AMD64,
      ignoreMode: IgnoreMode.DOCKER,
    })
    const role = containerRole(this, data, endpoint)
    const model = this.model('Model', settings.model.dir, data, role, endpoint)
    const shadow =
      settings.model.shadow && this.model('Shadow', settings.model.shadow.dir, data, role, endpoint)
    this.answered = endpoint.asynchronous ? this.topic('Answered') : null
    this.answered?.grantPublish(role)

    const variant = {
      initialInstanceCount: Math.max(1, endpoint.minInstances),
      containerStartupHealthCheckTimeoutInSeconds: 600,
      modelDataDownloadTimeoutInSeconds: 600,
      // Hosts of the default image have a driver that is too old for the container's CUDA.
      ...(endpoint.device === 'cuda' && { inferenceAmiVersion: CUDA_HOST_IMAGE }),
    }
    const config = new CfnEndpointConfig(this, 'Config', {
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
      ...(this.answered && {
        asyncInferenceConfig: {
          clientConfig: { maxConcurrentInvocationsPerInstance: endpoint.concurrency * 2 },
          outputConfig: {
            s3OutputPath: `s3://${data.photos.bucketName}/${ANSWERS}`,
            s3FailurePath: `s3://${data.photos.bucketName}/${ANSWERS}`,
            ...(data.key && { kmsKeyId: data.key.keyArn }),
            notificationConfig: {
              successTopic: this.answered.topicArn,
              errorTopic: this.answered.topicArn,
            },
          },
        },
      }),
    })
    // SageMaker checks the role when the configuration is made, and not again.
    config.node.addDependency(role)

    this.rollbackAlarms = [
      this.alarm(
        'Errors',
        'The model fails on more than 5 of 100 photos',
        'Invocation5XXErrors',
        'Average',
        0.05,
        1,
      ),
      this.alarm(
        'Slow',
        'Nine of ten photos take longer than 10 seconds in the model',
        'ModelLatency',
        'p90',
        10_000_000,
        3,
      ),
    ]
    const cfn = new CfnEndpoint(this, 'Endpoint', {
      endpointName: endpoint.name,
      endpointConfigName: config.attrEndpointConfigName,
      // SageMaker rolls out in steps only where there is no shadow.
      ...(!shadow && {
        deploymentConfig: {
          blueGreenUpdatePolicy: {
            trafficRoutingConfiguration:
              settings.model.rollout.kind === 'canary'
                ? {
                    type: 'CANARY',
                    canarySize: { type: 'CAPACITY_PERCENT', value: settings.model.rollout.canaryPercent },
                    waitIntervalInSeconds: settings.model.rollout.bakeMinutes * 60,
                  }
                : { type: 'ALL_AT_ONCE', waitIntervalInSeconds: settings.model.rollout.bakeMinutes * 60 },
            terminationWaitInSeconds: 300,
            maximumExecutionTimeoutInSeconds: 3 * 3600,
          },
          autoRollbackConfiguration: { alarms: this.rollbackAlarms.map(({ alarmName }) => ({ alarmName })) },
        },
      }),
    })
    scale(this, cfn, endpoint)
    new CfnOutput(this, 'EndpointName', { value: endpoint.name })
    new CfnOutput(this, 'ImageUri', { value: this.image.imageUri })
  }

  private model(id: string, dir: string, data: DataStack, role: Role, endpoint: Endpoint) {
    const artefact = new ModelArtefact(this, `${id}Data`, { dir, bucket: data.models, logDays: 30 })
    const model = new CfnModel(this, id, {
      executionRoleArn: role.roleArn,
      enableNetworkIsolation: true,
      primaryContainer: {
        image: this.image.imageUri,
        modelDataSource: {
          s3DataSource: { s3Uri: artefact.uri, s3DataType: 'S3Prefix', compressionType: 'None' },
        },
        environment: {
          MODEL_DIR: '/opt/ml/model',
          INFERENCE_DEVICE: endpoint.device,
          INFERENCE_CONCURRENCY: String(endpoint.concurrency),
          INFERENCE_QUEUE: String(endpoint.queue),
          INFERENCE_TIMEOUT: String(timeouts.container),
          // An asynchronous endpoint is handed whole originals, as large as the edge takes them.
          ...(endpoint.asynchronous && { INFERENCE_MAX_BYTES: String(40 * 1024 * 1024) }),
        },
      },
    })
    // The files are there, and the role may read them, before SageMaker looks.
    model.node.addDependency(artefact, role)
    return model
  }

  private topic(id: string): Topic {
    return new Topic(this, id, { enforceSSL: true })
  }

  private alarm(
    id: string,
    description: string,
    metricName: string,
    statistic: string,
    threshold: number,
    periods: number,
  ) {
    return new Alarm(this, id, {
      // Known before it is made: the endpoint names the alarms that send its rollout back.
      alarmName: `${this.endpoint.name}-${id.toLowerCase()}`,
      alarmDescription: description,
      metric: this.endpointMetric(metricName, statistic),
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
  }

  /** A figure of the endpoint, by the minute. */
  endpointMetric(metricName: string, statistic: string, namespace = 'AWS/SageMaker'): Metric {
    const { name: EndpointName, variant: VariantName } = this.endpoint
    // An endpoint's queue belongs to no variant.
    const whole =
      metricName.startsWith('ApproximateBacklog') ||
      metricName.startsWith('HasBacklog') ||
      metricName.startsWith('TimeInBacklog')
    return new Metric({
      namespace,
      metricName,
      statistic,
      period: Duration.minutes(1),
      dimensionsMap: whole ? { EndpointName } : { EndpointName, VariantName },
    })
  }
}
