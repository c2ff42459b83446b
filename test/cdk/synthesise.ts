import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import type { Bundles } from '../../cdk/bundle/bundle-all.ts'
import { createStacks } from '../../cdk/create-stacks.ts'
import { drawn } from '../../cdk/diagram/write-architecture.ts'
import { type Finding, ReasonedChecks } from '../../cdk/reasoned-checks.ts'
import { readSettings } from '../../cdk/settings/read-settings.ts'
import type { DeploymentSettings, Settings } from '../../cdk/settings/settings.ts'

const root = join(import.meta.dirname, '../..')
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))

/** Small, so that it is copied in no time; the shipped one is deployed by the same words. */
export const modelDir = 'test/inference/fixtures/tiny-model'
const model = { dir: modelDir }

/** Every kind of deployment there is, each setting at least once away from its default. */
export const configurations = {
  /** As it comes, with one receiver of webhooks: what docs/architecture.svg shows. */
  default: { ...drawn, model },
  async: { inference: 'async', model, encryption: 'aws', tracing: false },
  cpu: { inference: 'cpu', region: 'us-east-1', model: { ...model, rollout: { kind: 'all-at-once' } } },
  everything: {
    name: 'claims',
    account: '123456789012',
    region: 'eu-west-1',
    model: { ...model, instanceType: 'ml.g5.xlarge', shadow: { ...model, percent: 50 } },
    domain: {
      name: 'claims.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0123-4567',
      hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
    },
    identity: { kind: 'oidc', issuer: 'https://login.example.com', clientId: 'claims-desk' },
    corsOrigins: ['https://portal.example.com'],
    retention: { photosDays: 365, onRemoval: 'destroy', eraseAfterDays: 3, logDays: 30 },
    webhooks: [
      { name: 'acme', tenant: 'acme', url: 'https://hooks.acme.example/dentgraph' },
      { name: 'rival', tenant: 'rival', url: 'https://rival.example/hooks' },
    ],
    alarmEmail: 'operations@example.com',
    batchPrefixes: [{ tenant: 'acme', prefix: 's3://claims-inbox/acme/' }],
  },
} satisfies Record<string, DeploymentSettings>

export type ConfigurationName = keyof typeof configurations
export const names = Object.keys(configurations) as ConfigurationName[]

export interface Synthesis {
  /** By the stack's name without the deployment's. */
  templates: Record<string, Template>
  /** Names of the stacks, as they are deployed. */
  stacks: string[]
  findings: Finding[]
  /** Of the findings, those that no exception gives a reason for. */
  unreasoned: Finding[]
  outdir: string
}

const desk = join(import.meta.dirname, 'fixtures/desk')

/** Synthesises deployments, each once, as cdk/app.ts does; the desk is a fixture. */
export async function synthesiseAll(bundles: Bundles): Promise<Record<ConfigurationName, Synthesis>> {
  const all = names.map((name) => [name, synthesise(readSettings(configurations[name]), bundles)] as const)
  return Object.fromEntries(all) as Record<ConfigurationName, Synthesis>
}

/** Synthesises one deployment. */
export function synthesise(settings: Settings, bundles: Bundles): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'dentgraph-cdk-'))
  const app = new App({ outdir, context })
  const stacks = Object.values(createStacks(app, { settings, bundles, deskDir: desk })).filter(
    (stack) => stack !== null,
  )
  const checks = new ReasonedChecks(app)
  Validations.of(app).addPlugins(checks)
  app.synth()
  const prefix = `${settings.name}-`
  return {
    outdir,
    templates: Object.fromEntries(
      stacks.map((stack) => [stack.stackName.slice(prefix.length), Template.fromStack(stack)]),
    ),
    stacks: stacks.map(({ stackName }) => stackName),
    findings: checks.findings,
    unreasoned: checks.findings.filter(({ exception }) => exception === null),
  }
}

export const clean = (all: Record<string, Synthesis>) => {
  for (const { outdir } of Object.values(all)) rmSync(outdir, { recursive: true, force: true })
}
