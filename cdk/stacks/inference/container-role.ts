import { Aws } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Endpoint } from '../../settings/endpoint.ts'
import type { DataStack } from '../data-stack.ts'
import type { InferenceStack } from '../inference-stack.ts'
import { ANSWERS } from './answers.ts'

/** What the container's host may do; the container itself has no network. */
export function containerRole(
  stack: InferenceStack,
  data: DataStack,
  { name, asynchronous }: Endpoint,
): Role {
  const statements = [
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [data.models.arnForObjects('*')] }),
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [data.models.bucketArn] }),
    new PolicyStatement({
      actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
      resources: [stack.image.repository.repositoryArn],
    }),
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({
      actions: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'logs:DescribeLogStreams',
      ],
      resources: [
        `arn:${Aws.PARTITION}:logs:${stack.region}:${Aws.ACCOUNT_ID}:log-group:/aws/sagemaker/Endpoints/${name}*`,
      ],
    }),
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'cloudwatch:namespace': ['AWS/SageMaker', '/aws/sagemaker/Endpoints'] },
      },
    }),
    ...(asynchronous
      ? [
          new PolicyStatement({
            actions: ['s3:GetObject'],
            resources: [data.photos.arnForObjects('photos/*')],
          }),
          new PolicyStatement({
            actions: ['s3:PutObject'],
            resources: [data.photos.arnForObjects(`${ANSWERS}*`)],
          }),
          new PolicyStatement({ actions: ['s3:ListBucket'], resources: [data.photos.bucketArn] }),
        ]
      : []),
    ...(asynchronous && data.key
      ? [
          new PolicyStatement({
            actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
            resources: [data.key.keyArn],
          }),
        ]
      : []),
  ]
  return new Role(stack, 'Role', {
    assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
    inlinePolicies: { container: new PolicyDocument({ statements }) },
  })
}
