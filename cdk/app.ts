/** What `npx cdk` runs, as cdk.json says. Settings are in deployment.ts. */
import { App, Validations } from 'aws-cdk-lib'
import { bundleAll } from './bundle/bundle-all.ts'
import { createStacks } from './create-stacks.ts'
import { deployment } from './deployment.ts'
import { builtDesk, DeskMissing } from './desk.ts'
import { ReasonedChecks } from './reasoned-checks.ts'
import { readSettings, SettingsInvalid } from './settings/read-settings.ts'

try {
  const app = new App()
  const settings = readSettings(
    { ...deployment, account: deployment.account ?? process.env.CDK_DEFAULT_ACCOUNT },
    (name) => app.node.tryGetContext(name),
  )
  const bundles = await bundleAll(settings.model.dir)
  createStacks(app, { settings, bundles, deskDir: builtDesk() })
  Validations.of(app).addPlugins(new ReasonedChecks(app))
  app.synth()
} catch (error) {
  if (!(error instanceof SettingsInvalid || error instanceof DeskMissing)) throw error
  console.error(error.message)
  process.exit(1)
}
