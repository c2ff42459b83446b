import type { DeploymentSettings } from './settings/settings.ts'

/**
 * What is deployed: the one file to change. Everything has a default, so that an empty object deploys the whole
 * system; settings/settings.ts documents each setting. Single words can be replaced for one run:
 *
 *     npx cdk deploy --all -c inference=async -c region=us-east-1
 */
export const deployment: DeploymentSettings = {
  // region: 'eu-central-1',
  // inference: 'realtime', // or 'async' (scales to zero), or 'cpu' (trials)
  // model: { instanceType: 'ml.g4dn.xlarge', maxInstances: 4 },
  // domain: {
  //   name: 'claims.example.com',
  //   certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/…',
  //   hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
  // },
  // identity: { kind: 'oidc', issuer: 'https://login.example.com', clientId: 'claims-desk' },
  // alarmEmail: 'operations@example.com',
  // monthlyBudget: 1500,
  // webhooks: [{ name: 'acme', tenant: 'acme', url: 'https://hooks.acme.example/dentgraph' }],
}
