/**
 * Draws docs/architecture.svg from what the stacks synthesise, in real time and asynchronously:
 *
 *     npx tsx cdk/diagram/write-architecture.ts
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { type Bundles, bundleAll } from '../bundle/bundle-all.ts'
import { root } from '../bundle/bundle-function.ts'
import { createStacks } from '../create-stacks.ts'
import { readSettings } from '../settings/read-settings.ts'
import type { DeploymentSettings } from '../settings/settings.ts'
import { drawArchitecture } from './draw-architecture.ts'
import { readArchitecture, type Templates } from './read-architecture.ts'

/** The deployment that is drawn: the default, with one receiver of webhooks. */
export const drawn = {
  webhooks: [{ name: 'acme', tenant: 'acme', url: 'https://hooks.acme.example/dentgraph' }],
} satisfies DeploymentSettings

function synthesise(settings: DeploymentSettings, bundles: Bundles, outdir: string): Templates {
  const app = new App({ outdir })
  // What the desk's files are makes no difference here.
  const deskDir = join(outdir, 'desk')
  mkdirSync(deskDir, { recursive: true })
  writeFileSync(join(deskDir, 'index.html'), '')
  const stacks = createStacks(app, {
    settings: readSettings(settings),
    bundles,
    deskDir,
  })
  const assembly = app.synth()
  return Object.fromEntries(
    Object.values(stacks)
      .filter((stack) => stack !== null)
      .map(({ artifactId, stackName }) => [
        stackName.replace(/^\w+-/, ''),
        assembly.getStackArtifact(artifactId).template,
      ]),
  )
}

export async function architecture(): Promise<string> {
  const outdir = mkdtempSync(join(tmpdir(), 'dentgraph-diagram-'))
  try {
    const bundles = await bundleAll('inference/model')
    const realtime = synthesise(drawn, bundles, join(outdir, 'realtime'))
    const asynchronous = synthesise({ ...drawn, inference: 'async' }, bundles, join(outdir, 'async'))
    return drawArchitecture(readArchitecture(realtime), readArchitecture(asynchronous))
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

const [, script] = process.argv
if (script && import.meta.filename === script) {
  writeFileSync(join(root, 'docs/architecture.svg'), await architecture())
}
