/**
 * Bundles the model server for its container:
 *
 *     node --import tsx cdk/image/build-server.ts <folder>
 *
 * The folder gets the server, its threads, and the package.json and package-lock.json that install the two packages
 * with machine code; `npm ci` there is the container's only install.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { lockedPackages } from '../bundle/locked-packages.ts'
import { root, serverOptions, threadEntries } from './server-options.ts'

/** What holds machine code, and is installed rather than bundled. */
export const installed = ['onnxruntime-node', 'sharp'] as const

export async function buildServer(into: string): Promise<void> {
  mkdirSync(into, { recursive: true })
  await build({
    ...serverOptions,
    entryPoints: { server: 'inference/server/main.ts', ...threadEntries },
    outdir: into,
    external: [...installed],
  })
  const { packageJson, packageLock } = lockedPackages(root, ...installed)
  const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`
  writeFileSync(
    join(into, 'package.json'),
    json({ ...packageJson, allowScripts: { 'onnxruntime-node': false, sharp: false } }),
  )
  writeFileSync(join(into, 'package-lock.json'), json(packageLock))
}

const [, script, into] = process.argv
if (script && import.meta.filename === script) {
  if (!into) {
    console.error('Expected <folder> but received nothing')
    process.exit(2)
  }
  await buildServer(into)
}
