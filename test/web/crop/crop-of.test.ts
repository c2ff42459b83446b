import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cropOf } from '../../../web/crop/crop-of.ts'

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const ratio = fc.double({ min: 0.4, max: 2.5, noNaN: true })

describe('cropOf', () => {
  it('stays within the photo and has the shape of the frame', () => {
    fc.assert(
      fc.property(share, share, share, share, ratio, ratio, (x, y, w, h, photo, frame) => {
        const crop = cropOf([x, y, w * (1 - x), h * (1 - y)], photo, frame)
        expect(crop.x).toBeGreaterThanOrEqual(-1e-9)
        expect(crop.y).toBeGreaterThanOrEqual(-1e-9)
        expect(crop.x + crop.width).toBeLessThanOrEqual(1 + 1e-9)
        expect(crop.y + crop.height).toBeLessThanOrEqual(1 + 1e-9)
        expect((crop.width * photo) / crop.height).toBeCloseTo(frame, 6)
      }),
    )
  })

  it('shows the whole damage wherever the frame allows it', () => {
    const crop = cropOf([0.4, 0.4, 0.2, 0.1], 4 / 3, 4 / 3)
    expect(crop.x).toBeLessThan(0.4)
    expect(crop.x + crop.width).toBeGreaterThan(0.6)
    expect(crop.y).toBeLessThan(0.4)
    expect(crop.y + crop.height).toBeGreaterThan(0.5)
  })
})
