import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../edge/picture/picture.ts'
import { calibrate, createDetector } from '../../../inference/runtime/detector.ts'
import { ModelOutputInvalid } from '../../../inference/runtime/errors.ts'
import type { RawOutputs } from '../../../inference/runtime/session.ts'

const picture: Picture = { width: 100, height: 50, data: new Uint8Array(100 * 50 * 3) }
const samePlace = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 }

/** Two sound detections; every test changes one thing about them. */
const sound = () => ({
  boxes: { type: 'float32', dims: [2, 4], data: Float32Array.of(10, 5, 30, 25, 0, 0, 100, 50) },
  labels: { type: 'int64', dims: [2], data: BigInt64Array.of(1n, 2n) },
  scores: { type: 'float32', dims: [2], data: Float32Array.of(0.75, 0.5) },
  masks: { type: 'float32', dims: [2, 28, 28], data: new Float32Array(2 * 784).fill(0.9) },
})

const detectorOf = (outputs: RawOutputs, calibration = {}) =>
  createDetector({
    session: { run: async () => outputs },
    model: { classes: ['scratch', 'dent'], calibration },
  })

describe('a detector', () => {
  it('names, calibrates and places what the graph found', async () => {
    const detector = detectorOf(sound(), { dent: { a: 1, b: 1 } })
    const { instances } = await detector.detect(picture, { scaleX: 2, scaleY: 3, offsetX: 100, offsetY: 200 })
    expect(instances).toMatchObject([
      { label: 'scratch', box: [120, 215, 160, 275] },
      { label: 'dent', box: [100, 200, 300, 350] },
    ])
    expect(instances.map(({ score }) => score)).toEqual([
      expect.closeTo(0.75, 6),
      expect.closeTo(1 / (1 + Math.exp(-1)), 6),
    ])
    expect(instances[0]?.mask).toHaveLength(28 * 28)
  })

  it('finds nothing where the graph found nothing', async () => {
    const none: RawOutputs = {
      boxes: { type: 'float32', dims: [0, 4], data: new Float32Array() },
      labels: { type: 'int64', dims: [0], data: new BigInt64Array() },
      scores: { type: 'float32', dims: [0], data: new Float32Array() },
      masks: { type: 'float32', dims: [0, 28, 28], data: new Float32Array() },
    }
    expect(await detectorOf(none).detect(picture, samePlace)).toEqual({ instances: [], vehicle: null })
  })

  it('passes on whether a vehicle is in view, where the graph says so', async () => {
    const vehicle = (data: number) => ({ type: 'float32', dims: [1], data: Float32Array.of(data) })
    const detect = (data: number) =>
      detectorOf({ ...sound(), vehicle: vehicle(data) }).detect(picture, samePlace)
    expect((await detect(0.25)).vehicle).toBe(0.25)
    await expect(detect(Number.NaN)).rejects.toThrow(ModelOutputInvalid)
  })

  it('clips what rounding left a fraction of a pixel outside, and drops boxes without an area', async () => {
    const outputs = sound()
    outputs.boxes.data.set([-0.4, 5, 100.3, 50.2, 20, 10, 20, 30])
    const { instances } = await detectorOf(outputs).detect(picture, samePlace)
    expect(instances).toMatchObject([{ box: [0, 5, 100, 50] }])
  })

  it.each<{ name: string; output: string; spoil: (outputs: ReturnType<typeof sound>) => void }>([
    {
      name: 'a score that is not a number',
      output: 'scores',
      spoil: ({ scores }) => scores.data.fill(Number.NaN),
    },
    { name: 'a score above 1', output: 'scores', spoil: ({ scores }) => scores.data.fill(1.5) },
    { name: 'a box of NaN', output: 'boxes', spoil: ({ boxes }) => boxes.data.set([Number.NaN]) },
    {
      name: 'an infinite box',
      output: 'boxes',
      spoil: ({ boxes }) => boxes.data.set([Number.POSITIVE_INFINITY], 2),
    },
    { name: 'a box outside the picture', output: 'boxes', spoil: ({ boxes }) => boxes.data.set([130], 2) },
    { name: 'a box inside out', output: 'boxes', spoil: ({ boxes }) => boxes.data.set([40, 5, 30, 25]) },
    {
      name: 'a label that the manifest does not know',
      output: 'labels',
      spoil: ({ labels }) => labels.data.set([3n]),
    },
    { name: 'the background as a label', output: 'labels', spoil: ({ labels }) => labels.data.set([0n]) },
    { name: 'a mask of logits', output: 'masks', spoil: ({ masks }) => masks.data.set([-7.5], 900) },
    {
      name: 'masks of another size',
      output: 'masks',
      spoil: ({ masks }) => Object.assign(masks, { dims: [2, 14, 56] }),
    },
    {
      name: 'fewer labels than scores',
      output: 'labels',
      spoil: ({ labels }) => Object.assign(labels, { dims: [1] }),
    },
    {
      name: 'labels of another type',
      output: 'labels',
      spoil: ({ labels }) => Object.assign(labels, { type: 'int32' }),
    },
    {
      name: 'less data than its shape says',
      output: 'boxes',
      spoil: (all) => (all.boxes.data = Float32Array.of(1)),
    },
    { name: 'no masks', output: 'masks', spoil: (all) => delete (all as RawOutputs).masks },
  ])('refuses $name and says which output is wrong', async ({ output, spoil }) => {
    const outputs = sound()
    spoil(outputs)
    const detecting = detectorOf(outputs).detect(picture, samePlace)
    await expect(detecting).rejects.toThrow(ModelOutputInvalid)
    await expect(detecting).rejects.toMatchObject({ code: 'MODEL_OUTPUT_INVALID', output })
  })
})

describe('calibration', () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true })

  it('keeps a score by default', () => {
    fc.assert(fc.property(probability, (score) => Math.abs(calibrate(score) - score) < 2e-6))
  })

  it('stays a probability and keeps the order of scores', () => {
    const slope = fc.double({ min: 0.01, max: 10, noNaN: true })
    const shift = fc.double({ min: -10, max: 10, noNaN: true })
    fc.assert(
      fc.property(probability, probability, slope, shift, (one, other, a, b) => {
        const [low, high] = [
          calibrate(Math.min(one, other), { a, b }),
          calibrate(Math.max(one, other), { a, b }),
        ]
        return low >= 0 && high <= 1 && low <= high
      }),
    )
  })
})
