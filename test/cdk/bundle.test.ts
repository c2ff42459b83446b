import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { bundleFunction } from '../../cdk/bundle/bundle-function.ts'

it('holds one build of graphql: of two, each takes the errors of the other for unforeseen ones', async () => {
  const into = mkdtempSync(join(tmpdir(), 'bundle-'))
  onTestFinished(() => rmSync(into, { recursive: true }))
  const { inputs } = await bundleFunction(
    { name: 'yoga', entries: ['api/yoga.ts'], external: ['libsql', 'sharp', 'onnxruntime-node'] },
    into,
  )
  const builds = inputs.filter((input) => /node_modules\/graphql\/error\/GraphQLError\.m?js$/.test(input))
  expect(builds).toHaveLength(1)
})
