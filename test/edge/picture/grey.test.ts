import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shrinkLuma } from '../../../edge/picture/grey.ts'

const pictures = fc
  .record({ width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((luma) => ({ luma, width, height })),
  )
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

describe('shrinkLuma', () => {
  it('gives the mean of whole blocks', () => {
    const luma = Uint8Array.from([0, 10, 100, 200, 20, 30, 100, 0])
    expect(shrinkLuma(luma, 4, 2, 2)).toEqual({ data: Float32Array.from([15, 100]), width: 2, height: 1 })
  })

  it('shares pixels between those that cover them', () => {
    const { data } = shrinkLuma(Uint8Array.from([30, 60, 90]), 3, 1, 2)
    expect([...data]).toEqual([expect.closeTo(40, 4), expect.closeTo(80, 4)])
  })

  it('keeps the mean, the range and the shape of any picture', () => {
    fc.assert(
      fc.property(pictures, fc.integer({ min: 1, max: 70 }), ({ luma, width, height }, maxSide) => {
        const grey = shrinkLuma(luma, width, height, maxSide)
        expect(Math.max(grey.width, grey.height)).toBe(Math.min(Math.max(width, height), maxSide))
        expect(grey.data).toHaveLength(grey.width * grey.height)
        expect(mean(grey.data)).toBeCloseTo(mean(luma), 2)
        expect(Math.max(...grey.data)).toBeLessThanOrEqual(Math.max(...luma) + 0.001)
        expect(Math.min(...grey.data)).toBeGreaterThanOrEqual(Math.min(...luma) - 0.001)
      }),
    )
  })

  it('leaves a picture that is small enough as it is', () => {
    fc.assert(
      fc.property(pictures, ({ luma, width, height }) => {
        expect(shrinkLuma(luma, width, height, 60).data).toEqual(Float32Array.from(luma))
      }),
    )
  })
})
