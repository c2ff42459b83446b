import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { oneGraphql } from '../../cdk/bundle/one-graphql.ts'
import { root, serverOptions, threadEntries } from '../../cdk/image/server-options.ts'

/** Packages with machine code. */
const external = ['libsql', 'onnxruntime-node', 'sharp']
/** A tool of development, which the server does without where it is not installed. */
const alias = { '@graphql-yoga/render-graphiql': 'node:graphiql-is-not-installed' }

/**
 * What `npm start` runs, as plain files: they start many times faster than the sources, and these are started
 * hundreds of times. They lie below node_modules, so that packages with machine code are found.
 *
 * @returns the folder: `server.mjs` and its threads and children beside it
 */
export async function bundleSystem(name: string): Promise<string> {
  const into = join(root, 'node_modules/.cache', name)
  await mkdir(into, { recursive: true })
  await build({
    ...serverOptions,
    entryPoints: {
      ...threadEntries,
      server: 'api/server.ts',
      'model-child': 'api/model/model-child.mjs',
      'preparer-worker': 'edge/preparer-worker.ts',
      'faulty-process': 'bench/faults/faulty-process.ts',
    },
    outdir: into,
    external,
    plugins: [oneGraphql],
    alias,
  })
  // Bundled, the pool of preparers asks for its thread under this name.
  await copyFile(join(into, 'preparer-worker.mjs'), join(into, 'preparer-worker.js'))
  await writeFile(join(into, 'package.json'), '{"type":"module"}\n')
  return into
}
