import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundles, bundleAll } from '../../cdk/bundle/bundle-all.ts'
import { nativePackages } from '../../cdk/bundle/function-sources.ts'
import { ruleExceptions } from '../../cdk/rule-exceptions.ts'
import { describeAccess } from './checks/access.ts'
import { describeData } from './checks/data.ts'
import { describeDiagram } from './checks/diagram.ts'
import { describeEnvironment } from './checks/environment.ts'
import { describeFront } from './checks/front.ts'
import { describeModel } from './checks/model.ts'
import { describeOperations } from './checks/operations.ts'
import { clean, modelDir, names, type Synthesis, synthesiseAll } from './synthesise.ts'

let all: Awaited<ReturnType<typeof synthesiseAll>>
let bundles: Bundles
beforeAll(async () => {
  bundles = await bundleAll(modelDir)
  all = await synthesiseAll(bundles)
}, 180_000)
afterAll(() => clean(all), 60_000)

const of = (name: (typeof names)[number]): Synthesis => all[name]

describe.each(names)('the configuration %s', (name) => {
  it('follows the rules of cdk-nag’s AWS Solutions pack, or says why not', () => {
    expect(of(name).findings.length).toBeGreaterThan(0)
    expect(of(name).unreasoned).toEqual([])
  })

  it('has a stack for each concept', () => {
    const own = name === 'everything' ? [] : ['identity']
    expect(Object.keys(of(name).templates).sort()).toEqual(
      ['app', 'data', 'global', 'inference', 'operations', 'web', ...own].sort(),
    )
  })
})

const lint = join(import.meta.dirname, '../../.venv/bin/cfn-lint')
it.skipIf(!existsSync(lint))(
  'every template passes cfn-lint (skipped where .venv has none: pip install -r test/cdk/requirements.txt)',
  () => {
    const templates = names.flatMap((name) =>
      of(name).stacks.map((stack) => join(of(name).outdir, `${stack}.template.json`)),
    )
    // W3005: CDK names dependencies that are there anyway. W3045: CloudFront's log needs the bucket's access list.
    const args = ['--regions', 'eu-central-1', '--ignore-checks', 'W3005', 'W3045', '--', ...templates]
    expect(execFileSync(lint, args, { encoding: 'utf8' })).toBe('')
  },
  300_000,
)

it('has no exception from a rule that nothing needs', () => {
  const used = new Set(names.flatMap((name) => of(name).findings.map(({ exception }) => exception)))
  // Optional second factors are in no configuration here.
  expect(ruleExceptions.filter((one) => !used.has(one) && one.rule !== 'COG2')).toEqual([])
})

it('bundles hold no machine code, and the API stays small', () => {
  for (const { inputs } of Object.values(bundles)) {
    expect(inputs.filter((input) => nativePackages.test(input))).toEqual([])
  }
  expect(bundles.api.bytes).toBeLessThan(2_000_000)
})

describeDiagram(of)
describeData(of)
describeModel(of)
describeAccess(of)
describeFront(of)
describeEnvironment(of)
describeOperations(of)
