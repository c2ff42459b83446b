import { type App, Tags } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import type { Bundles } from './bundle/bundle-all.ts'
import type { Settings } from './settings/settings.ts'
import { AppStack } from './stacks/app-stack.ts'
import { DataStack } from './stacks/data-stack.ts'
import { GlobalStack } from './stacks/global-stack.ts'
import { externalIdentity, IdentityStack } from './stacks/identity-stack.ts'
import { InferenceStack } from './stacks/inference-stack.ts'
import { OperationsStack } from './stacks/operations-stack.ts'
import { WebStack } from './stacks/web-stack.ts'

export interface StackDeps {
  settings: Settings
  bundles: Bundles
  /** Folder of the built desk. */
  deskDir: string
}

/** CloudFront's own part is in this region, wherever the rest is. */
const GLOBAL_REGION = 'us-east-1'

/** The whole system, a stack for each concept. */
export function createStacks(scope: App, { settings, bundles, deskDir }: StackDeps) {
  const { name, account, region } = settings
  const here = { env: { region, ...(account && { account }) }, crossRegionReferences: true }
  const props = (description: string) => ({ ...here, description: `${name}: ${description}` })

  const data = new DataStack(scope, `${name}-data`, settings, props('photos, records and models'))
  const inference = new InferenceStack(
    scope,
    `${name}-inference`,
    settings,
    data,
    props('the model on SageMaker'),
  )
  const pool =
    settings.identity.kind === 'cognito'
      ? new IdentityStack(
          scope,
          `${name}-identity`,
          { ...settings, identity: settings.identity },
          props('who signs in'),
          {
            tokenCode: Code.fromAsset(bundles.token.dir),
            pageUrls: [settings.domain ? `https://${settings.domain.name}/` : 'https://localhost/'],
          },
        )
      : null
  const identity =
    pool?.identity ?? externalIdentity(settings.identity as Settings['identity'] & { kind: 'oidc' })
  const app = new AppStack(
    scope,
    `${name}-app`,
    { settings, bundles, data, inference, identity },
    props('functions and queues'),
  )
  const global = new GlobalStack(
    scope,
    `${name}-global`,
    { settings, bundles },
    { ...props('firewall and edge function'), env: { ...here.env, region: GLOBAL_REGION } },
  )
  const web = new WebStack(
    scope,
    `${name}-web`,
    { settings, data, app, global, identity, pool, deskDir },
    props('CloudFront and the desk'),
  )
  const operations = new OperationsStack(
    scope,
    `${name}-operations`,
    { settings, data, inference, app, web },
    props('alarms, dashboard, budget'),
  )
  Tags.of(scope).add('project', name)
  return { data, inference, pool, app, global, web, operations }
}
