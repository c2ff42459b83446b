import { describe, expect, it } from 'vitest'
import {
  drawingKey,
  drawnKey,
  incomingKey,
  overlayKey,
  recordKey,
  uploadKey,
} from '../../../edge/photo-keys.ts'
import { type ConfigurationName, names, type Synthesis } from '../synthesise.ts'
import { resourcesOf } from './resources.ts'

/** What a role of the app's stack may do, by the function's name. */
function actionsOf(synthesis: Synthesis, fn: string): string[] {
  const policies = resourcesOf(synthesis.templates.app!, 'AWS::IAM::Policy').filter(({ id }) =>
    id.startsWith(`${fn}Role`),
  )
  expect(policies).toHaveLength(1)
  return policies[0]!.properties.PolicyDocument.Statement.flatMap(({ Action }: any) => Action).sort()
}

export function describeAccess(of: (name: ConfigurationName) => Synthesis): void {
  describe('access', () => {
    const table = ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'].map(
      (action) => `dynamodb:${action}`,
    )
    const key = ['kms:Decrypt', 'kms:GenerateDataKey']
    const consume = [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ]
    const log = ['logs:CreateLogStream', 'logs:PutLogEvents']
    const trace = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments']

    it.each<[string, string[]]>([
      [
        'Api',
        [
          ...table,
          ...key,
          ...log,
          ...trace,
          'lambda:InvokeFunction',
          'lambda:InvokeFunctionUrl',
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:ListBucket',
          's3:PutObject',
          'sagemaker:InvokeEndpoint',
          'sqs:SendMessage',
        ],
      ],
      [
        'BatchWorker',
        [
          ...table,
          ...key,
          ...consume,
          ...log,
          ...trace,
          'lambda:InvokeFunction',
          'lambda:InvokeFunctionUrl',
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:ListBucket',
          's3:PutObject',
          'sqs:SendMessage',
        ],
      ],
      [
        'PhotoWorker',
        [
          ...table,
          ...key,
          ...consume,
          ...log,
          ...trace,
          'lambda:InvokeFunction',
          'lambda:InvokeFunctionUrl',
          's3:GetObject',
          's3:ListBucket',
          's3:PutObject',
          'sagemaker:InvokeEndpoint',
        ],
      ],
      [
        'Edge',
        [
          ...key,
          ...log,
          ...trace,
          's3:DeleteObject',
          's3:GetObject',
          's3:ListBucket',
          's3:PutObject',
          'sqs:GetQueueAttributes',
          'sqs:GetQueueUrl',
          'sqs:SendMessage',
        ],
      ],
      [
        'Worker',
        [
          ...table,
          ...key,
          ...consume,
          ...log,
          ...trace,
          's3:GetObject',
          's3:ListBucket',
          's3:PutObject',
          'sagemaker:InvokeEndpoint',
        ],
      ],
      [
        'Sweep',
        [
          ...table,
          ...key,
          ...log,
          ...trace,
          's3:DeleteObject',
          's3:GetObject',
          's3:ListBucket',
          'sqs:GetQueueAttributes',
          'sqs:SendMessage',
        ],
      ],
      [
        'Events',
        [
          ...log,
          ...trace,
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
          'events:PutEvents',
          'kms:Decrypt',
          'sqs:SendMessage',
        ],
      ],
    ])('lets %s do what it does, and nothing else', (fn, actions) => {
      expect([...new Set(actionsOf(of('default'), fn))]).toEqual([...new Set(actions)].sort())
    })

    it('reaches everything that the edge keeps of a photo, and no other key', () => {
      const keys = [
        recordKey('p'),
        overlayKey('p'),
        drawingKey('p', 'd'),
        drawnKey('p', 'd'),
        incomingKey('u'),
        uploadKey('u'),
      ]
      const prefixes = [...new Set(keys.map((key) => `/${key.split('/')[0]}/*`))].sort()
      for (const fn of ['Api', 'Edge', 'Sweep']) {
        const [policy] = resourcesOf(of('default').templates.app!, 'AWS::IAM::Policy').filter(({ id }) =>
          id.startsWith(`${fn}Role`),
        )
        const statements = policy!.properties.PolicyDocument.Statement.filter(({ Action }: any) =>
          [Action].flat().includes('s3:DeleteObject'),
        )
        const allowed = statements
          .flatMap(({ Resource }: any) => [Resource].flat())
          .map((arn: any) => arn['Fn::Join'][1].at(-1))
          .sort()
        // Zips of batches and results go with the batch, through the API and, after an interruption, the sweep.
        const ofBatches = fn === 'Edge' ? [] : ['/results/*', '/zips/*']
        expect(allowed).toEqual([...prefixes, ...ofBatches].sort())
      }
    })

    it('lets workers read what tenants keep in buckets of their own where that is set, and nothing beside it', () => {
      const inbox = (name: ConfigurationName) =>
        resourcesOf(of(name).templates.app!, 'AWS::IAM::Policy').flatMap(({ id, properties }) =>
          properties.PolicyDocument.Statement.flatMap(({ Action, Resource }: any) =>
            [Resource]
              .flat()
              .filter((one) => JSON.stringify(one).includes('claims-inbox'))
              .map((one) => [id.replace(/Role.*/, ''), Action, one['Fn::Join'][1].at(-1)]),
          ),
        )
      expect(inbox('everything').sort()).toEqual([
        ['BatchWorker', 's3:ListBucket', ':s3:::claims-inbox'],
        ['PhotoWorker', 's3:GetObject', ':s3:::claims-inbox/acme/*'],
        ['PhotoWorker', 's3:ListBucket', ':s3:::claims-inbox'],
      ])
      expect(inbox('default')).toEqual([])
    })

    it('lets the API ask no asynchronous endpoint: the worker does', () => {
      expect(actionsOf(of('async'), 'Api').filter((action) => action.startsWith('sagemaker'))).toEqual([])
      expect(actionsOf(of('async'), 'Worker')).toContain('sagemaker:InvokeEndpointAsync')
    })

    it.each(names)('allows no action on everything but where AWS knows no resource (%s)', (name) => {
      const known = /^(xray:Put|ecr:GetAuthorizationToken$|cloudwatch:PutMetricData$|dynamodb:ListStreams$)/
      for (const [stack, template] of Object.entries(of(name).templates)) {
        for (const { id, properties } of resourcesOf(template, 'AWS::IAM::Policy')) {
          if (/^(Custom|BucketNotifications|TellPool)/.test(id)) continue
          for (const { Action, Resource } of properties.PolicyDocument.Statement) {
            if (Resource !== '*') continue
            for (const action of [Action].flat())
              expect(`${stack} ${action}`).toMatch(new RegExp(`^${stack} ${known.source.slice(1)}`))
          }
        }
      }
    })

    it.each(names)(
      'opens function URLs to nobody but CloudFront, which needs both permissions (%s)',
      (name) => {
        const app = of(name).templates.app!
        const urls = resourcesOf(app, 'AWS::Lambda::Url')
        expect(urls).toHaveLength(2)
        for (const { properties } of urls) expect(properties.AuthType).toBe('AWS_IAM')
        const permissions = Object.values(of(name).templates)
          .flatMap((template) => resourcesOf(template, 'AWS::Lambda::Permission'))
          .filter(({ properties }) => properties.Principal === 'cloudfront.amazonaws.com')
        const allowed = permissions.map(({ properties }) => properties.Action).sort()
        expect(new Set(allowed)).toEqual(new Set(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']))
        for (const { properties } of permissions)
          expect(JSON.stringify(properties.SourceArn)).toContain(':distribution/')
        for (const template of Object.values(of(name).templates)) {
          for (const { properties } of resourcesOf(template, 'AWS::Lambda::Permission'))
            expect(properties.Principal).not.toBe('*')
        }
      },
    )

    it('lets people change nothing of themselves that says whose records they see', () => {
      const [client] = resourcesOf(of('default').templates.identity!, 'AWS::Cognito::UserPoolClient')
      expect(client!.properties.WriteAttributes).toEqual(['email', 'name'])
      expect(client!.properties).toMatchObject({
        GenerateSecret: false,
        AllowedOAuthFlows: ['code'],
        PreventUserExistenceErrors: 'ENABLED',
      })
      of('default').templates.identity!.hasResourceProperties('AWS::Cognito::UserPool', {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        MfaConfiguration: 'ON',
      })
    })
  })
}
