import { type EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { timeouts } from '../../settings/timeouts.ts'
import type { AppDeps, AppStack } from '../app-stack.ts'

/** Attempts of a receiver's webhook: with pauses from half a minute to six hours, some three days. */
const WEBHOOK_ATTEMPTS = 20

/** Each receiver has a rule, a queue and a secret of its own. */
export function addWebhooks(app: AppStack, { settings, bundles }: AppDeps, bus: EventBus): void {
  if (settings.webhooks.length === 0) return
  const receivers = settings.webhooks.map(({ name, tenant, url }) => {
    const secret = new Secret(app, `Webhook-${name}-Secret`, {
      secretName: `${settings.name}/webhooks/${name}`,
      description: `Signs what ${name} is told of`,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    })
    const { queue } = app.queue(`Webhook-${name}`, timeouts.webhookFunction * 6, WEBHOOK_ATTEMPTS)
    new Rule(app, `Webhook-${name}-Rule`, {
      eventBus: bus,
      description: `What ended for ${tenant}, for ${name}`,
      eventPattern: {
        source: ['dentgraph'],
        // The same as api/worker/told-event.ts, which a test compares.
        detailType: ['Assessment finished', 'Batch ended'],
        detail: { tenant: [tenant] },
      },
      targets: [
        new SqsQueue(queue, {
          message: RuleTargetInput.fromObject({
            webhook: name,
            event: {
              type: EventField.detailType,
              time: EventField.time,
              detail: EventField.fromPath('$.detail'),
            },
          }),
        }),
      ],
    })
    return { name, url, secret, queue }
  })
  const fn = app.function('Webhooks', {
    code: Code.fromAsset(bundles.webhooks.dir),
    handler: 'handler',
    description: 'Delivers webhooks',
    timeoutSeconds: timeouts.webhookFunction,
    memoryMb: 256,
    environment: {
      WEBHOOKS: app.toJsonString(
        receivers.map(({ name, url, secret, queue }) => ({
          name,
          url,
          secretId: secret.secretArn,
          queueUrl: queue.queueUrl,
        })),
      ),
      WEBHOOK_TIMEOUT: String(timeouts.webhook),
      LOG_LEVEL: 'info',
    },
  })
  fn.allow(
    ['secretsmanager:GetSecretValue'],
    receivers.map(({ secret }) => secret.secretArn),
  )
  for (const { queue } of receivers) app.consume(fn, queue, 5)
}
