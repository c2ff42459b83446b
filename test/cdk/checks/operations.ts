import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { eventTypes } from '../../../api/worker/told-event.ts'
import { type ConfigurationName, names, type Synthesis } from '../synthesise.ts'
import { resourcesOf } from './resources.ts'

const guide = join(import.meta.dirname, '../../../docs/operations.md')

export function describeOperations(of: (name: ConfigurationName) => Synthesis): void {
  const alarms = (name: ConfigurationName) =>
    resourcesOf(of(name).templates.operations!, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties)

  describe('operations', () => {
    it.each(names)('are told of everything that can fail, and when it is well again (%s)', (name) => {
      const all = alarms(name).map(({ AlarmName }) => AlarmName.replace(/^\w+-/, ''))
      const expected = [
        'api-errors',
        'edge-errors',
        'worker-errors',
        'api-slow',
        'table-throttled',
        'model-fails',
        'events-late',
        'work-dead-letters',
        'work-old',
        'uploads-dead-letters',
        'batches-dead-letters',
        'batch-photos-dead-letters',
        'photo-worker-errors',
      ]
      expect(all).toEqual(
        expect.arrayContaining([...expected, name === 'async' ? 'model-backlog' : 'model-gone']),
      )
      for (const { AlarmActions, OKActions, AlarmDescription } of alarms(name)) {
        expect([AlarmActions.length, OKActions.length]).toEqual([1, 1])
        expect(AlarmDescription).toMatch(/docs\/operations\.md, \w+/)
      }
    })

    it('know what to do about each alarm', () => {
      expect(existsSync(guide)).toBe(true)
      const text = readFileSync(guide, 'utf8')
      const named = names.flatMap((name) =>
        alarms(name).map(({ AlarmDescription }) => /operations\.md, (\w+)/.exec(AlarmDescription)![1]!),
      )
      // One paragraph serves the same alarm of several functions and queues.
      const kinds = new Set(
        named.map((name) =>
          name
            .replace(
              /^(Api|Edge|Worker|Sweep|Answered|BatchWorker|PhotoWorker|Events(?!Late|Failed)|Webhooks)(?=Errors|Throttles|LoggedErrors)/,
              '',
            )
            .replace(
              /^(Work|Batches|BatchPhotos|Uploads|Answers|EventsFailed|Webhook\w*?)(?=DeadLetters|Old)/,
              '',
            ),
        ),
      )
      for (const kind of kinds) expect(text).toContain(`\`${kind}\``)
    })

    it('put failed work aside, for two weeks, in queues that are encrypted', () => {
      const queues = resourcesOf(of('everything').templates.app!, 'AWS::SQS::Queue').map(
        ({ properties }) => properties,
      )
      const working = queues.filter(({ RedrivePolicy }) => RedrivePolicy)
      expect(working.length * 2).toBe(queues.length)
      for (const { SqsManagedSseEnabled, MessageRetentionPeriod } of queues)
        expect([SqsManagedSseEnabled, MessageRetentionPeriod]).toEqual([true, 1209600])
    })

    it('bound how many assessments workers have under way, and take single messages back', () => {
      // Batches have bounds of their own: they leave room to what people wait for.
      for (const [queue, MaximumConcurrency] of [
        ['WorkQueue', 8],
        ['BatchPhotosQueue', 8],
        ['BatchesQueue', 5],
      ] as const) {
        of('default').templates.app!.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${queue}`), 'Arn'] },
          ScalingConfig: { MaximumConcurrency },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        })
      }
    })

    it('hear of money before it is spent', () => {
      of('everything').templates.operations!.hasResourceProperties('AWS::Budgets::Budget', {
        Budget: Match.objectLike({ BudgetLimit: { Amount: 1500, Unit: 'USD' }, TimeUnit: 'MONTHLY' }),
        NotificationsWithSubscribers: Match.arrayWith([
          Match.objectLike({
            Notification: Match.objectLike({ NotificationType: 'FORECASTED' }),
            Subscribers: Match.arrayWith([{ SubscriptionType: 'EMAIL', Address: 'operations@example.com' }]),
          }),
        ]),
      })
      of('default').templates.operations!.resourceCountIs('AWS::CloudWatch::Dashboard', 1)
    })

    it('give each webhook a queue, a rule and a secret of its own', () => {
      const app = of('everything').templates.app!
      app.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: {
          source: ['dentgraph'],
          'detail-type': Object.keys(eventTypes),
          detail: { tenant: ['acme'] },
        },
      })
      expect(
        resourcesOf(app, 'AWS::SecretsManager::Secret').filter(({ id }) => id.startsWith('Webhook')),
      ).toHaveLength(2)
    })
  })
}
