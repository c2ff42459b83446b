import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { measuredGrey } from '../../../edge/picture/grey.ts'
import type { Picture } from '../../../edge/picture/picture.ts'
import { captureQuality } from '../../../edge/picture/quality.ts'
import { readPhoto } from '../../../edge/picture/read-photo.ts'
import { darkened, flashed, overexposed, softened } from './degrade.ts'

const data = join(import.meta.dirname, '../../../../shared/data')
const folders = [
  'damage/images',
  'scratch_boxes/images',
  'negatives/undamaged',
  'negatives/no_vehicle',
  'parts/images',
]
const present = existsSync(data)
if (!present) console.warn(`Skipped: judging real photos needs ${data}`)

/** Photos per folder, evenly spread over it. */
const EACH = 4

describe.skipIf(!present)('captureQuality on real photos', () => {
  const photos: { file: string; picture: Picture; width: number; height: number }[] = []

  beforeAll(async () => {
    for (const folder of folders) {
      const names = readdirSync(join(data, folder)).sort()
      for (let i = 0; i < EACH; i++) {
        const file = join(folder, names[Math.floor(((i + 0.5) * names.length) / EACH)]!)
        photos.push({ file, ...(await readPhoto(readFileSync(join(data, file)), { maxSide: 640 })) })
      }
    }
  }, 120_000)

  /** Quality of every photo at every strength of a degradation. */
  const grade = (
    strengths: readonly number[],
    degrade: (p: Picture, strength: number) => Promise<Picture> | Picture,
  ) =>
    Promise.all(
      photos.map(async ({ file, picture, width, height }) => {
        const qualities = []
        for (const strength of strengths) {
          qualities.push(captureQuality(measuredGrey(await degrade(picture, strength)), { width, height }))
        }
        return { file, qualities }
      }),
    )
  const share = (flags: boolean[]) => flags.filter(Boolean).length / flags.length
  const sorted = (values: number[]) => [...values].sort((a, b) => a - b)

  it('asks to retake few of them as they are', () => {
    const flagged = photos.map(
      ({ picture, width, height }) => captureQuality(measuredGrey(picture), { width, height }).shouldRetake,
    )
    expect(share(flagged)).toBeLessThanOrEqual(0.1)
  })

  it('scores less the more they are blurred, and notices', { timeout: 120_000 }, async () => {
    const graded = await grade([5, 3, 2, 1], softened)
    for (const { file, qualities } of graded) {
      const scores = qualities.map(({ sharpness }) => sharpness)
      expect({ file, scores }).toEqual({ file, scores: sorted(scores) })
    }
    expect(share(graded.map(({ qualities }) => qualities[0]!.shouldRetake))).toBe(1)
    expect(share(graded.map(({ qualities }) => qualities[1]!.shouldRetake))).toBeGreaterThan(0.9)
  })

  it('scores less the darker they are, and notices', { timeout: 120_000 }, async () => {
    const graded = await grade([0.1, 0.2, 0.4, 0.7, 1], darkened)
    for (const { file, qualities } of graded) {
      const scores = qualities.map(({ brightness }) => brightness)
      expect({ file, scores }).toEqual({ file, scores: sorted(scores) })
    }
    expect(share(graded.map(({ qualities }) => qualities[0]!.shouldRetake))).toBe(1)
  })

  it('scores more glare the larger a reflection is, and notices', { timeout: 120_000 }, async () => {
    const graded = await grade([0.02, 0.05, 0.1, 0.15, 0.3], flashed)
    for (const { file, qualities } of graded) {
      const scores = qualities.map(({ glare }) => glare)
      expect({ file, scores }).toEqual({ file, scores: sorted(scores) })
    }
    expect(share(graded.map(({ qualities }) => qualities[3]!.shouldRetake))).toBe(1)
  })

  it('notices overexposure', { timeout: 120_000 }, async () => {
    const graded = await grade([3], overexposed)
    expect(share(graded.map(({ qualities }) => qualities[0]!.shouldRetake))).toBeGreaterThan(0.9)
  })
})
