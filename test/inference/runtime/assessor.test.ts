import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assessmentSchema } from '../../../inference/contract.ts'
import { type Assessor, createAssessor } from '../../../inference/runtime/assessor.ts'
import { draw, drawnPhoto, scratchedBumper } from '../drawn-photo.ts'
import { copyTinyModel, tinyModelDir } from '../tiny-model.ts'

let assessor: Assessor
beforeAll(async () => {
  assessor = await createAssessor({ modelDir: tinyModelDir, device: 'cpu', threads: 1 })
})
afterAll(() => assessor.close())

const assess = async (...[bytes, options]: Parameters<Assessor['assess']>) =>
  (await assessor.assess(bytes, options)).assessment

/** Half a pixel of the model's picture on either side, in pixels of the photo. */
const near = (values: number[], within: number) =>
  values.map((value) => expect.closeTo(value, -Math.log10(2 * within)))

describe('an assessor', () => {
  it('answers a photo by the contract, in pixels of the photo', async () => {
    const assessment = await assess(await drawnPhoto(...scratchedBumper))
    expect(assessmentSchema.parse(assessment)).toEqual(assessment)
    expect(assessment).toMatchObject({
      width: 800,
      height: 600,
      vehicle: true,
      damaged: true,
      damages: [
        { type: 'scratch', part: 'front_bumper', plausible: true, bbox: near([200, 200, 160, 80], 5) },
      ],
      parts: [{ name: 'front_bumper', bbox: near([100, 100, 600, 400], 5) }],
      quality: { shouldRetake: false, megapixels: 0.48 },
      model: { name: 'tiny', version: '1', preprocessing: 'tiny-640' },
      device: 'cpu',
    })
    const area = (160 * 80) / (800 * 600)
    expect(assessment.damagedAreaPct).toBeCloseTo(100 * area, 0)
  })

  it('says how long each stage took', async () => {
    const { ms } = await assess(await drawnPhoto(...scratchedBumper))
    const { total = 0, ...stages } = ms
    expect(Object.keys(stages).sort()).toEqual(['damage', 'decode', 'enhance', 'parts', 'quality', 'shapes'])
    // Both models look at the photo at the same time.
    const { damage = 0, parts = 0, ...others } = stages
    const sum = Object.values(others).reduce((sum, time) => sum + time, Math.max(damage, parts))
    expect(sum).toBeLessThanOrEqual(total + 1)
  })

  it('finds the same damage in the same photo, large, small or turned on its side by EXIF', async () => {
    const upright = await drawnPhoto(...scratchedBumper)
    const sideways = await draw(600, 800, [
      // What a camera turned a quarter to the right stores of the upright picture.
      { what: 'front_bumper', at: [100, 100, 400, 600] },
      { what: 'scratch', at: [320, 200, 80, 160] },
    ])
      .png()
      .withMetadata({ orientation: 8 })
      .toBuffer()
    const large = await resized(upright, 3200, 2400)
    const small = await resized(upright, 400, 300)
    for (const [bytes, scale] of [
      [large, 4],
      [small, 0.5],
    ] as const) {
      const { width, damages } = await assess(bytes)
      expect(width).toBe(800 * scale)
      expect(damages).toMatchObject([
        {
          bbox: near(
            [200, 200, 160, 80].map((value) => value * scale),
            12,
          ),
        },
      ])
    }
    const turned = await assess(sideways)
    expect(turned).toMatchObject({ width: 800, height: 600 })
    expect(turned.damages).toMatchObject([{ bbox: near([200, 200, 160, 80], 5) }])
  })

  it('finds with high detail what is too small for the whole picture', async () => {
    // Two pixels of the working picture: at half its size the tiny model no longer sees pure red.
    const photo = await drawnPhoto(1280, 960, [
      { what: 'front_bumper', at: [0, 0, 1280, 960] },
      { what: 'scratch', at: [902, 702, 40, 2] },
    ])
    const { damages } = await assess(photo, { detail: 'high' })
    expect((await assess(photo)).damages).toEqual([])
    expect(damages).toMatchObject([{ type: 'scratch', bbox: near([902, 702, 40, 2], 5) }])
  })

  it('gives every damage once with high detail, though several tiles see it', async () => {
    const { damages } = await assess(await drawnPhoto(...scratchedBumper), { detail: 'high' })
    expect(damages).toMatchObject([{ type: 'scratch', bbox: near([200, 200, 160, 80], 5) }])
  })

  it('calibrates per class and lets the caller replace the thresholds', async () => {
    const photo = await drawnPhoto(800, 600, [
      { what: 'front_bumper', at: [100, 100, 600, 400] },
      { what: 'scratch', at: [200, 200, 80, 80] },
      { what: 'dent', at: [500, 300, 80, 80] },
    ])
    const { damages } = await assess(photo)
    const confidences = Object.fromEntries(damages.map(({ type, confidence }) => [type, confidence]))
    // The graph gives both 0.9; the manifest's calibration of dents is b = -1.
    expect(confidences.scratch).toBeCloseTo(0.9, 2)
    expect(confidences.dent).toBeCloseTo(1 / (1 + Math.exp(-(Math.log(9) - 1))), 2)
    const strict = await assess(photo, { minConfidence: 0.85 })
    expect(strict.damages.map(({ type }) => type)).toEqual(['scratch'])
  })

  it('says when no vehicle is in view, and leaves damages out then', async () => {
    const assessment = await assess(await drawnPhoto(800, 600, []))
    expect(assessment).toMatchObject({ vehicle: false, damaged: false, damages: [], damagedAreaPct: 0 })
    expect(assessment.quality).toMatchObject({ shouldRetake: true })
  })

  it('refuses a picture prepared in another way, and names the way it expects', async () => {
    const photo = await drawnPhoto(...scratchedBumper)
    await expect(assess(photo, { prepared: 'plain-9' })).rejects.toMatchObject({
      code: 'PREPROCESSING_MISMATCH',
      expected: 'tiny-640',
      received: 'plain-9',
    })
  })

  it.each(['nan', 'crash'] as const)(
    'survives a model that goes wrong (%s), and answers the next photo',
    async (what) => {
      const spoiled = await drawnPhoto(...withThing(what))
      await expect(assess(spoiled)).rejects.toMatchObject({
        code: what === 'nan' ? 'MODEL_OUTPUT_INVALID' : 'RUN_FAILED',
      })
      await expect(assessor.check()).resolves.toBeUndefined()
      expect((await assess(await drawnPhoto(...scratchedBumper))).damages).toHaveLength(1)
    },
  )

  it('stops between stages when told to', async () => {
    const photo = await drawnPhoto(...scratchedBumper)
    const reason = new Error('no longer wanted')
    await expect(assess(photo, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const assessing = assess(photo, { detail: 'high', signal: controller.signal })
    setTimeout(() => controller.abort(reason), 1)
    await expect(assessing).rejects.toBe(reason)
  })

  it('answers photos asked for at the same time, each with its own', async () => {
    const widths = [400, 480, 560, 640]
    const photos = await Promise.all(
      widths.map((width) => drawnPhoto(width, 300, [{ what: 'front_bumper', at: [0, 0, width / 2, 300] }])),
    )
    const answers = await Promise.all(photos.map((photo) => assess(photo)))
    expect(answers.map(({ width, parts }) => [width, parts[0]?.bbox])).toEqual(
      widths.map((width) => [width, near([0, 0, width / 2, 300], 5)]),
    )
  })

  it('refuses photos after it was closed', async () => {
    const other = await createAssessor({ modelDir: tinyModelDir, device: 'cpu', threads: 1 })
    await other.check()
    await other.close()
    await expect(other.check()).rejects.toMatchObject({ code: 'RUN_FAILED' })
  })
})

describe('a model that wants enhanced pictures', () => {
  it('gets them enhanced, unless they were enhanced before', async () => {
    const modelDir = await copyTinyModel(({ preprocessing }) => {
      preprocessing.clahe = { clipLimit: 40, tilesX: 1, tilesY: 1 }
    })
    const enhancing = await createAssessor({ modelDir, device: 'cpu', threads: 1 })
    const photo = await drawnPhoto(640, 480, [{ what: 'front_bumper', at: [100, 100, 400, 300] }])
    const enhanced = (await enhancing.assess(photo)).picture
    const untouched = (await enhancing.assess(photo, { prepared: 'tiny-640' })).picture
    await enhancing.close()
    expect(enhanced.data).not.toEqual(untouched.data)
    expect([...untouched.data.subarray(0, 3)]).toEqual([128, 128, 128])
  })
})

function withThing(what: 'nan' | 'crash'): Parameters<typeof draw> {
  const [width, height, things] = scratchedBumper
  return [width, height, [...things, { what, at: [600, 420, 80, 60] }]]
}

const resized = async (photo: Uint8Array, width: number, height: number) =>
  sharp(photo).resize(width, height).png().toBuffer()
