import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Bundle, bundleFunction, root } from './bundle-function.ts'
import { type FunctionName, functionNames, functionSources } from './function-sources.ts'

export type Bundles = Readonly<Record<FunctionName, Bundle>>

/** Bundles every function, into a folder that `npm ci` empties. */
export async function bundleAll(modelDir: string): Promise<Bundles> {
  const into = join(root, 'node_modules/.cache/dentgraph-cdk')
  mkdirSync(into, { recursive: true })
  const sources = functionSources(modelDir)
  const bundles = await Promise.all(functionNames.map((name) => bundleFunction(sources[name], into)))
  return Object.fromEntries(functionNames.map((name, i) => [name, bundles[i]])) as Record<
    FunctionName,
    Bundle
  >
}
