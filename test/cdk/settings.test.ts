import { describe, expect, it } from 'vitest'
import { endpointOf } from '../../cdk/settings/endpoint.ts'
import { readSettings, SettingsInvalid } from '../../cdk/settings/read-settings.ts'
import type { DeploymentSettings } from '../../cdk/settings/settings.ts'

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1'

describe('deployment.ts', () => {
  it('deploys the whole system when it says nothing', () => {
    const settings = readSettings({})
    expect(settings).toMatchObject({ name: 'dentgraph', region: 'eu-central-1', inference: 'realtime' })
    expect(endpointOf(settings)).toMatchObject({
      instanceType: 'ml.g4dn.xlarge',
      minInstances: 1,
      device: 'cuda',
    })
    expect(endpointOf(readSettings({ inference: 'async' }))).toMatchObject({
      minInstances: 0,
      asynchronous: true,
    })
    expect(endpointOf(readSettings({ inference: 'cpu' }))).toMatchObject({
      instanceType: 'ml.c7i.xlarge',
      device: 'cpu',
    })
  })

  it.each<[string, unknown, RegExp]>([
    [
      'an unknown region',
      { region: 'mars-1' },
      /Expected one of us-east-1, .* for region but received mars-1/,
    ],
    [
      'a GPU that the region lacks',
      { region: 'eu-west-1', model: { instanceType: 'ml.g6.xlarge' } },
      /hosts in eu-west-1 .*family g4dn, g5\) for model\.instanceType but received ml\.g6\.xlarge/,
    ],
    [
      'a GPU for a CPU trial',
      { inference: 'cpu', model: { instanceType: 'ml.g5.xlarge' } },
      /for a GPU set inference to realtime or async/,
    ],
    ['an instance of EC2', { model: { instanceType: 'g5.xlarge' } }, /ml\.<family>\.<size>/],
    [
      'a wrong instance for the shadow',
      { model: { shadow: { dir: 'x', instanceType: 'ml.c7i.large' } } },
      /model\.shadow\.instanceType/,
    ],
    [
      'a certificate of another region',
      {
        domain: {
          name: 'a.example.com',
          certificateArn: certificateArn.replace('us-east-1', 'eu-central-1'),
        },
      },
      /certificate in us-east-1, where CloudFront reads it .* request one there/,
    ],
    ['a domain without its certificate', { domain: { name: 'a.example.com' } }, /domain\.certificateArn/],
    [
      'a zone that the domain is not in',
      { domain: { name: 'a.example.com', certificateArn, hostedZone: { id: 'Z1', name: 'example.org' } } },
      /a zone that a\.example\.com is in but received example\.org/,
    ],
    ['a provider without its issuer', { identity: { kind: 'oidc', clientId: 'x' } }, /identity\.issuer/],
    [
      'a provider over http',
      { identity: { kind: 'oidc', clientId: 'x', issuer: 'http://login.example.com' } },
      /identity\.issuer/,
    ],
    ['no instances in real time', { model: { minInstances: 0 } }, /set inference to async to scale to zero/],
    [
      'more instances at the least than at the most',
      { model: { minInstances: 9 } },
      /at least model\.minInstances for model\.maxInstances/,
    ],
    [
      'a shadow that has nobody beside it',
      { inference: 'async', model: { shadow: { dir: 'x' } } },
      /inference realtime for a shadow model but received async/,
    ],
    [
      'a webhook over http',
      { webhooks: [{ name: 'a', tenant: 'a', url: 'http://a.example/' }] },
      /https address with a public host name/,
    ],
    [
      'a webhook to an address inside',
      { webhooks: [{ name: 'a', tenant: 'a', url: 'https://169.254.169.254/' }] },
      /https address with a public host name/,
    ],
    [
      'two webhooks of one name',
      { webhooks: ['a', 'b'].map((tenant) => ({ name: 'x', tenant, url: 'https://a.example/' })) },
      /a name of its own for each webhook/,
    ],
    ['a misspelt setting', { instanceTyp: 'ml.g5.xlarge' }, /instanceTyp/],
    ['an account that is none', { account: '42' }, /account: Expected twelve digits/],
    ['log days that CloudWatch does not have', { retention: { logDays: 42 } }, /retention\.logDays/],
  ])('refuses %s, and says what to set', (_, deployment, complaint) => {
    const read = () => readSettings(deployment as DeploymentSettings)
    expect(read).toThrow(SettingsInvalid)
    expect(read).toThrow(complaint)
    expect(read).toThrow(/cdk\/deployment\.ts/)
  })

  it('says everything that is wrong at once', () => {
    expect(() => readSettings({ region: 'mars-1', account: '42' } as never)).toThrow(/region.*\n.*account/)
  })

  it('lets the command line replace single words', () => {
    const context: Record<string, string> = { inference: 'async', monthlyBudget: '50', tracing: 'false' }
    expect(readSettings({}, (name) => context[name])).toMatchObject({
      inference: 'async',
      monthlyBudget: 50,
      tracing: false,
    })
    expect(() => readSettings({}, (name) => ({ inference: 'fast' })[name])).toThrow(/inference/)
  })
})
