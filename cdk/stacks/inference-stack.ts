import { CfnOutput, Duration, IgnoreMode, Stack, type StackProps } from 'aws-cdk-lib'
import { type Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets'
import type { Role } from 'aws-cdk-lib/aws-iam'
import { CfnEndpoint, CfnModel } from 'aws-cdk-lib/aws-sagemaker'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { root } from '../bundle/bundle-function.ts'
import { ModelArtefact } from '../constructs/model-artefact.ts'
import { type Endpoint, endpointOf } from '../settings/endpoint.ts'
import type { Settings } from '../settings/settings.ts'
import { timeouts } from '../settings/timeouts.ts'
import type { DataStack } from './data-stack.ts'
import { containerRole } from './inference/container-role.ts'
import { endpointConfig } from './inference/endpoint-config.ts'
import { rollbackAlarms, rollout } from './inference/rollout.ts'
import { scale } from './inference/scale.ts'

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

    const { answered } = this
    const config = endpointConfig(this, { settings, endpoint, model, shadow, answered, data })
    // SageMaker checks the role when the configuration is made, and not again.
    config.node.addDependency(role)

    this.rollbackAlarms = rollbackAlarms(this)
    const cfn = new CfnEndpoint(this, 'Endpoint', {
      endpointName: endpoint.name,
      endpointConfigName: config.attrEndpointConfigName,
      // SageMaker rolls out in steps only where there is no shadow.
      ...(!shadow && {
        deploymentConfig: rollout(settings.model.rollout, this.rollbackAlarms),
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
