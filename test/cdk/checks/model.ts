import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { CUDA_HOST_IMAGE } from '../../../cdk/stacks/inference/endpoint-config.ts'
import { type ConfigurationName, modelDir, type Synthesis } from '../synthesise.ts'
import { resourcesOf } from './resources.ts'

export function describeModel(of: (name: ConfigurationName) => Synthesis): void {
  const inference = (name: ConfigurationName) => of(name).templates.inference!

  describe('the model', () => {
    it('runs on a GPU whose driver fits the container’s CUDA', () => {
      inference('default').hasResourceProperties('AWS::SageMaker::EndpointConfig', {
        ProductionVariants: [
          Match.objectLike({ InstanceType: 'ml.g4dn.xlarge', InferenceAmiVersion: CUDA_HOST_IMAGE }),
        ],
      })
      // The host image's documentation: driver 580, CUDA 13.0.
      const dockerfile = readFileSync(join(import.meta.dirname, '../../../inference/Dockerfile'), 'utf8')
      expect(CUDA_HOST_IMAGE).toBe('al2023-ami-sagemaker-inference-gpu-4-1')
      expect(/CUDA_VERSION=(\d+\.\d+)/.exec(dockerfile)?.[1]).toBe('13.0')
    })

    it('runs without one for a trial, on the host’s own image', () => {
      inference('cpu').hasResourceProperties('AWS::SageMaker::EndpointConfig', {
        ProductionVariants: [
          Match.objectLike({ InstanceType: 'ml.c7i.xlarge', InferenceAmiVersion: Match.absent() }),
        ],
      })
    })

    it('is an artefact beside the image, without a network, under a name that changes with its content', () => {
      const [model] = resourcesOf(inference('default'), 'AWS::SageMaker::Model')
      expect(model!.properties.EnableNetworkIsolation).toBe(true)
      const { PrimaryContainer: container } = model!.properties
      expect(container.ModelDataSource.S3DataSource).toMatchObject({
        CompressionType: 'None',
        S3DataType: 'S3Prefix',
      })
      const { version } = JSON.parse(
        readFileSync(join(import.meta.dirname, '../../..', modelDir, 'model.json'), 'utf8'),
      )
      expect(JSON.stringify(container.ModelDataSource)).toMatch(new RegExp(`/${version}-[0-9a-f]{12}/`))
      expect(container.Environment).toMatchObject({ INFERENCE_DEVICE: 'cuda', MODEL_DIR: '/opt/ml/model' })
    })

    it('goes out to a share first, and back by itself when an alarm rings', () => {
      inference('default').hasResourceProperties('AWS::SageMaker::Endpoint', {
        EndpointName: 'dentgraph-model',
        DeploymentConfig: {
          BlueGreenUpdatePolicy: {
            TrafficRoutingConfiguration: {
              Type: 'CANARY',
              CanarySize: { Type: 'CAPACITY_PERCENT', Value: 20 },
              WaitIntervalInSeconds: 600,
            },
          },
          AutoRollbackConfiguration: {
            Alarms: [{ AlarmName: Match.anyValue() }, { AlarmName: Match.anyValue() }],
          },
        },
      })
      inference('cpu').hasResourceProperties('AWS::SageMaker::Endpoint', {
        DeploymentConfig: { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' } } },
      })
    })

    it('has a second one in its shadow where one is set', () => {
      inference('everything').hasResourceProperties('AWS::SageMaker::EndpointConfig', {
        ShadowProductionVariants: [Match.objectLike({ VariantName: 'shadow', InitialVariantWeight: 0.5 })],
      })
      inference('everything').hasResourceProperties('AWS::SageMaker::Endpoint', {
        DeploymentConfig: Match.absent(),
      })
      inference('default').hasResourceProperties('AWS::SageMaker::EndpointConfig', {
        ShadowProductionVariants: Match.absent(),
      })
    })

    it('grows with the photos in real time', () => {
      inference('default').hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
        MinCapacity: 1,
        MaxCapacity: 4,
      })
      inference('default').hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
        TargetTrackingScalingPolicyConfiguration: {
          PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        },
      })
    })

    it('sleeps when it is asynchronous, wakes for the first photo, and tells of every answer', () => {
      const template = inference('async')
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 0 })
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: 'HasBacklogWithoutCapacity',
        Dimensions: [{ Name: 'EndpointName', Value: 'dentgraph-model' }],
        AlarmActions: [Match.anyValue()],
      })
      template.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
        AsyncInferenceConfig: {
          OutputConfig: {
            NotificationConfig: { SuccessTopic: Match.anyValue(), ErrorTopic: Match.anyValue() },
          },
        },
      })
      of('async').templates.app!.hasResourceProperties('AWS::SNS::Subscription', {
        Protocol: 'sqs',
        RawMessageDelivery: true,
      })
    })
  })
}
