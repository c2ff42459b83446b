import { describe, expect, it } from 'vitest'
import { measuredGrey } from '../../../edge/picture/grey.ts'
import type { Picture } from '../../../edge/picture/picture.ts'
import { type CaptureReason, captureQuality } from '../../../edge/picture/quality.ts'
import { resizePicture } from '../../../edge/picture/resize.ts'
import { darkened, flashed, moved, overexposed, softened } from './degrade.ts'
import { draw, scene } from './drawn.ts'

const photo = { width: 4000, height: 3000 }
const good = scene()
const judge = (picture: Picture) => captureQuality(measuredGrey(picture), photo)

describe('captureQuality', () => {
  it.each([0, 1, 2])('finds nothing wrong with a good picture (%i)', (seed) => {
    expect(judge(scene(512, 384, seed))).toMatchObject({
      reason: null,
      advice: null,
      shouldRetake: false,
      megapixels: 12,
    })
  })

  it.each<[CaptureReason, (picture: Picture) => Promise<Picture> | Picture]>([
    ['too_dark', (picture) => darkened(picture, 0.15)],
    ['too_bright', (picture) => overexposed(picture, 5)],
    ['glare', (picture) => flashed(picture, 0.12)],
    ['blurred', (picture) => softened(picture, 5)],
    ['blurred', (picture) => moved(picture, 14)],
  ])('says %s, with advice', async (reason, degrade) => {
    const quality = judge(await degrade(good))
    expect(quality).toMatchObject({ reason, shouldRetake: true })
    expect(quality.advice).toMatch(/^[A-Z].+\.$/)
  })

  it('judges size by the original, not by the working picture', () => {
    expect(captureQuality(measuredGrey(good), { width: 194, height: 259 })).toMatchObject({
      reason: 'too_small',
      megapixels: expect.closeTo(0.05, 3),
    })
  })

  it('names the most important of several faults', async () => {
    const dark = await softened(darkened(good, 0.1), 5)
    expect(judge(dark).reason).toBe('too_dark')
    expect(captureQuality(measuredGrey(dark), { width: 100, height: 100 }).reason).toBe('too_small')
  })

  it('scores a picture and a smaller copy of it alike', async () => {
    const large = scene(1000, 750)
    const small = await resizePicture(large, 600, 450)
    expect(judge(small).brightness).toBeCloseTo(judge(large).brightness, 0)
    expect(Math.abs(judge(small).sharpness - judge(large).sharpness)).toBeLessThan(0.1)
  })

  it('scores a picture and its mirror image alike', () => {
    const { data, width, height } = good
    const mirrored = draw(width, height, (x, y) => {
      const at = (y * width + width - 1 - x) * 3
      return [data[at]!, data[at + 1]!, data[at + 2]!]
    })
    const [a, b] = [judge({ data, width, height }), judge(mirrored)]
    expect(b.sharpness).toBeCloseTo(a.sharpness, 2)
    expect(b.brightness).toBeCloseTo(a.brightness, 3)
    expect(b.glare).toBeCloseTo(a.glare, 3)
  })

  it('takes less notice of a white background than of a reflection in the middle', () => {
    const framed = (inside: boolean) =>
      draw(300, 300, (x, y) => {
        const centre = Math.hypot(x - 150, y - 150) < 75
        return centre === inside ? [255, 255, 255] : [90, 60, 60]
      })
    const white = (picture: Picture) => picture.data.filter((value) => value === 255).length
    expect(white(framed(false))).toBeGreaterThan(3 * white(framed(true)))
    expect(judge(framed(true)).glare).toBeGreaterThan(0.5)
    expect(judge(framed(false)).glare).toBeLessThan(0.5)
  })

  it.each([1, 2, 16, 40])('answers for a picture %i pixels wide', (side) => {
    const flat = judge(draw(side, side, () => [128, 128, 128]))
    expect(flat).toMatchObject({ sharpness: 0, glare: 0 })
    expect(flat.brightness).toBeCloseTo(128, 3)
  })

  describe('degrades with the picture', () => {
    const scores = async (
      score: 'sharpness' | 'brightness' | 'glare',
      strengths: readonly number[],
      degrade: (picture: Picture, strength: number) => Promise<Picture> | Picture,
    ) => Promise.all(strengths.map(async (strength) => judge(await degrade(good, strength))[score]))
    const rising = (values: number[]) => expect(values).toEqual([...values].sort((a, b) => a - b))

    it('sharpness falls with blur', async () =>
      rising((await scores('sharpness', [1, 2, 3, 5, 8], softened)).reverse()))
    it('sharpness falls with movement', async () =>
      rising((await scores('sharpness', [3, 6, 10, 16], moved)).reverse()))
    it('brightness falls with darkness', async () =>
      rising(await scores('brightness', [0.1, 0.2, 0.4, 0.7, 1], darkened)))
    it('glare rises with a reflection', async () =>
      rising(await scores('glare', [0.02, 0.05, 0.1, 0.2, 0.4], flashed)))
  })
})
