import { createHash } from 'node:crypto'
import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAssessor } from '../../../inference/runtime/assessor.ts'
import type { Manifest } from '../../../inference/runtime/manifest.ts'
import { copyTinyModel, tinyModelDir } from '../tiny-model.ts'

const notADetector = new URL('../fixtures/not-a-detector.onnx', import.meta.url)
const open = (modelDir: string) => createAssessor({ modelDir, device: 'cpu' })

describe('a model folder', () => {
  it.each([
    {
      name: 'no manifest',
      damage: (dir: string) => rm(join(dir, 'model.json')),
      code: 'MODEL_MISSING',
      says: /model\.json.*ENOENT.*restore it/,
    },
    {
      name: 'no damage model',
      damage: (dir: string) => rm(join(dir, 'damage.onnx')),
      code: 'MODEL_MISSING',
      says: /damage\.onnx.*ENOENT.*MODEL_DIR/,
    },
    {
      name: 'a damage model cut short',
      damage: (dir: string) => truncate(join(dir, 'damage.onnx'), 100),
      code: 'MODEL_MISMATCH',
      says: /sha256 [0-9a-f]{64} for .*damage\.onnx .*\(100 bytes\): restore the file, or export the model again/,
    },
    {
      name: 'a parts model that was replaced',
      damage: (dir: string) =>
        writeFile(join(dir, 'parts.onnx'), 'version https://git-lfs.github.com/spec/v1'),
      code: 'MODEL_MISMATCH',
      says: /parts\.onnx/,
    },
    {
      name: 'a manifest that is not JSON',
      damage: (dir: string) => writeFile(join(dir, 'model.json'), '{"name": '),
      code: 'MANIFEST_INVALID',
      says: /model\.json.*JSON/,
    },
  ])('with $name is refused by name, with the fix', async ({ damage, code, says }) => {
    const dir = await copyTinyModel()
    await damage(dir)
    await expect(open(dir)).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
  })

  it.each<{ name: string; edit: (manifest: Manifest) => void; says: RegExp }>([
    {
      name: 'lacks a model',
      edit: ({ models }) => delete (models as Partial<typeof models>).parts,
      says: /models\.parts/,
    },
    {
      name: 'points out of its folder',
      edit: ({ models }) => (models.damage.file = '../damage.onnx'),
      says: /models\.damage\.file/,
    },
    {
      name: 'has a threshold above 1',
      edit: ({ models }) => (models.parts.threshold = 30),
      says: /models\.parts\.threshold/,
    },
    {
      name: 'forgets the threshold of a class',
      edit: ({ models }) => delete models.damage.thresholds.dent,
      says: /threshold for every class/,
    },
    {
      name: 'has no preprocessing id',
      edit: ({ preprocessing }) => (preprocessing.id = ''),
      says: /preprocessing\.id/,
    },
  ])('whose manifest $name is refused with the place', async ({ edit, says }) => {
    const dir = await copyTinyModel(edit)
    await expect(open(dir)).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      message: expect.stringMatching(says),
    })
  })

  it.each([
    {
      name: 'is no graph at all',
      bytes: () => Buffer.from('not an ONNX graph'),
      says: /parts\.onnx.*export it again/,
    },
    {
      name: 'takes other inputs',
      bytes: () => readFile(notADetector),
      says: /its inputs are x instead of image/,
    },
  ])('whose file fits the manifest but $name is refused with the reason', async ({ bytes, says }) => {
    const content = await bytes()
    const sha256 = createHash('sha256').update(content).digest('hex')
    const dir = await copyTinyModel(({ models }) => {
      models.parts.sha256 = sha256
    })
    await writeFile(join(dir, 'parts.onnx'), content)
    await expect(open(dir)).rejects.toMatchObject({
      code: 'MODEL_UNUSABLE',
      message: expect.stringMatching(says),
    })
  })

  it('opens when everything is in place', async () => {
    const assessor = await open(tinyModelDir)
    expect(assessor.manifest).toMatchObject({ name: 'tiny', preprocessing: { id: 'tiny-640' } })
    expect(assessor.device).toBe('cpu')
    await assessor.close()
  })
})
