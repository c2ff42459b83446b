import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Manifest } from '../../inference/runtime/manifest.ts'

/** The model of fixtures/make-tiny-model.py: it finds coloured rectangles. */
export const tinyModelDir = fileURLToPath(new URL('fixtures/tiny-model', import.meta.url))

/** A copy of the tiny model, for this test to damage. @param edit changes its manifest in place */
export async function copyTinyModel(edit: (manifest: Manifest) => void = () => {}): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tiny-model-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  await cp(tinyModelDir, dir, { recursive: true })
  const manifest = JSON.parse(await readFile(join(dir, 'model.json'), 'utf8'))
  edit(manifest)
  await writeFile(join(dir, 'model.json'), JSON.stringify(manifest))
  return dir
}
