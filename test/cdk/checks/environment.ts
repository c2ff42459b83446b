import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ConfigurationName, names, type Synthesis } from '../synthesise.ts'
import { resourcesOf } from './resources.ts'

const root = join(import.meta.dirname, '../../..')

/** Names that a file of settings reads, and those of them that have neither default nor leave to be absent. */
function read(...files: string[]): { known: Set<string>; needed: Set<string> } {
  const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
  const fields = [...text.matchAll(/^ {2,4}([A-Z][A-Z_]+): ([\s\S]*?),\n(?= {0,4}(?:\/\*\*|[A-Z}]))/gm)]
  // What is said last counts: of the API's settings, those of its function.
  const rules = new Map(fields.map(([, name = '', rule = '']) => [name, rule]))
  const needed = [...rules].filter(([, rule]) => !/default|optional|^list$/.test(rule)).map(([name]) => name)
  const left = [...text.matchAll(/([A-Z][A-Z_]+): true/g)].map(([, name = '']) => name)
  for (const name of left) rules.delete(name)
  return {
    known: new Set(rules.keys()),
    needed: new Set(needed.filter((name) => !left.includes(name))),
  }
}

/** Which files say what a function reads. */
const readers: Record<string, { known: Set<string>; needed: Set<string> }> = {
  Api: read('api/settings.ts'),
  Edge: read('edge/settings.ts'),
  Worker: read('api/worker/settings.ts'),
  Sweep: read('api/worker/settings.ts'),
  Answered: read('api/worker/settings.ts'),
  BatchWorker: read('api/worker/settings.ts', 'api/worker/batches/settings.ts'),
  PhotoWorker: read('api/worker/settings.ts', 'api/worker/batches/settings.ts'),
  Webhooks: read('api/webhooks/settings.ts'),
  Events: { known: new Set(['EVENT_BUS_NAME']), needed: new Set(['EVENT_BUS_NAME']) },
}

export function describeEnvironment(of: (name: ConfigurationName) => Synthesis): void {
  describe('the environment', () => {
    it('is read from files in which there is something to find', () => {
      expect([...readers.Api!.needed].sort()).toEqual(
        expect.arrayContaining(['EDGE_BUCKET', 'EDGE_URL', 'TABLE_NAME', 'WORK_QUEUE_URL']),
      )
      expect(readers.Edge!.known.has('EDGE_LINK_KEY')).toBe(true)
    })

    it.each(names)('of every function is what its code reads, and all that it needs (%s)', (name) => {
      const functions = resourcesOf(of(name).templates.app!, 'AWS::Lambda::Function').filter(
        ({ id }) => !/^(Custom|BucketNotifications)/.test(id),
      )
      expect(functions.length).toBeGreaterThanOrEqual(5)
      for (const { id, properties } of functions) {
        const reader = readers[id.replace(/Function.*$/, '')]!
        const set = Object.keys(properties.Environment.Variables).filter(
          (one) => one !== 'AWS_NODEJS_CONNECTION_REUSE_ENABLED',
        )
        expect(set.filter((one) => !reader.known.has(one))).toEqual([])
        expect([...reader.needed].filter((one) => !set.includes(one))).toEqual([])
      }
    })

    it.each(names)('of the container is what the model server reads (%s)', (name) => {
      const { known } = read('inference/server/settings.ts')
      const [model] = resourcesOf(of(name).templates.inference!, 'AWS::SageMaker::Model')
      expect(
        Object.keys(model!.properties.PrimaryContainer.Environment).filter((one) => !known.has(one)),
      ).toEqual([])
    })

    it.each(names)('of every function fits Node’s newest runtime on ARM, and its log ends (%s)', (name) => {
      const app = of(name).templates.app!
      for (const { id, properties } of resourcesOf(app, 'AWS::Lambda::Function')) {
        if (/^(Custom|BucketNotifications)/.test(id)) continue
        expect(properties).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
        })
        expect(properties.TracingConfig?.Mode).toBe(name === 'async' ? undefined : 'Active')
        expect(properties.LoggingConfig.LogGroup).toBeDefined()
      }
      for (const { properties } of resourcesOf(app, 'AWS::Logs::LogGroup'))
        expect(properties.RetentionInDays).toBe(name === 'everything' ? 30 : 90)
    })
  })
}
