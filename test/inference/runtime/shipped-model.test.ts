import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assessmentSchema } from '../../../inference/contract.ts'
import { type Assessor, createAssessor } from '../../../inference/runtime/assessor.ts'
import { draw } from '../drawn-photo.ts'

const modelDir = fileURLToPath(new URL('../../../inference/model', import.meta.url))
const shipped = existsSync(`${modelDir}/model.json`)
if (!shipped)
  console.warn('SKIPPED: the shipped model is not tested, because inference/model/model.json is missing')

describe.skipIf(!shipped)('the shipped model', () => {
  let assessor: Assessor
  beforeAll(async () => {
    assessor = await createAssessor({ modelDir, device: 'cpu' })
  }, 60_000)
  afterAll(() => assessor?.close())

  it('loads, and answers a picture by the contract', async () => {
    const picture = await draw(640, 480, [{ what: 'front_bumper', at: [80, 120, 480, 240] }])
      .jpeg()
      .toBuffer()
    const { assessment } = await assessor.assess(picture)
    expect(assessmentSchema.parse(assessment)).toEqual(assessment)
    expect(assessment).toMatchObject({ width: 640, height: 480, device: 'cpu' })
  })

  it('sees neither vehicle nor damage where nothing is to be seen', async () => {
    const { assessment } = await assessor.assess(await draw(640, 480, []).jpeg().toBuffer())
    expect(assessment).toMatchObject({ vehicle: false, damaged: false, damages: [] })
  })
})
