import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../edge/picture/picture.ts'
import { MASK_SIDE } from '../../../inference/instance.ts'
import { createDetector } from '../../../inference/runtime/detector.ts'
import { padPicture, withoutPadding } from '../../../inference/runtime/pad.ts'

const side = fc.integer({ min: 1, max: 90 })
const drawn = (width: number, height: number): Picture => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 256),
})

describe('padPicture', () => {
  it('keeps every pixel, and leaves few sizes of the many that photos have', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 40 }), (width, height, step) => {
        const picture = drawn(width, height)
        const padded = padPicture(picture, step)
        expect([padded.width % step, padded.height % step]).toEqual([0, 0])
        expect(padded.width - width).toBeLessThan(step)
        expect(padded.height - height).toBeLessThan(step)
        const expected = Array.from({ length: padded.width * padded.height }, (_, i) => {
          const [x, y] = [i % padded.width, Math.floor(i / padded.width)]
          return x < width && y < height ? picture.data[(y * width + x) * 3] : 127
        })
        const reds = padded.data.filter((_, i) => i % 3 === 0)
        expect(Buffer.compare(reds, Uint8Array.from(expected as number[]))).toBe(0)
      }),
    )
  })

  it('hands back a picture that has such a size already', () => {
    const picture = drawn(64, 32)
    expect(padPicture(picture, 32)).toBe(picture)
  })
})

describe('withoutPadding', () => {
  /** Rises evenly from left to right: at a share s of the box its value is s. */
  const slope = Float32Array.from({ length: MASK_SIDE ** 2 }, (_, i) => ((i % MASK_SIDE) + 0.5) / MASK_SIDE)

  it('cuts box and mask at the same place', () => {
    const cut = withoutPadding([10, 0, 110, 20], slope, { width: 60, height: 40 })
    expect(cut?.box).toEqual([10, 0, 60, 20])
    // Half of the box is left, so the slope ends at a half.
    for (const x of [3, 14, 26]) {
      expect(cut?.mask[5 * MASK_SIDE + x]).toBeCloseTo((0.5 * (x + 0.5)) / MASK_SIDE, 5)
    }
  })

  it('leaves what lies inside alone, and nothing of what lies outside', () => {
    expect(withoutPadding([0, 0, 60, 40], slope, { width: 60, height: 40 })?.mask).toBe(slope)
    expect(withoutPadding([60, 0, 90, 40], slope, { width: 60, height: 40 })).toBeNull()
  })
})

describe('a detector with few sizes', () => {
  it('shows the session padded pictures and answers in pixels of the photo', async () => {
    const sizes: number[][] = []
    const detector = createDetector({
      model: { classes: ['dent'], calibration: {} },
      sizeStep: 32,
      session: {
        async run({ width, height }) {
          sizes.push([width, height])
          return {
            boxes: { type: 'float32', dims: [2, 4], data: Float32Array.of(10, 5, 120, 60, 101, 0, 128, 64) },
            labels: { type: 'int64', dims: [2], data: BigInt64Array.of(1n, 1n) },
            scores: { type: 'float32', dims: [2], data: Float32Array.of(0.75, 0.5) },
            masks: { type: 'float32', dims: [2, 28, 28], data: new Float32Array(2 * 784).fill(0.9) },
          }
        },
      },
    })
    const placement = { scaleX: 2, scaleY: 2, offsetX: 0, offsetY: 0 }
    const { instances } = await detector.detect(drawn(100, 50), placement)
    expect(sizes).toEqual([[128, 64]])
    expect(instances.map(({ box }) => box)).toEqual([[20, 10, 200, 100]])
  })
})
