import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Grey, resampleGrey, shrinkLuma } from '../../../edge/picture/grey.ts'

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

describe('resampleGrey', () => {
  const greys = pictures.map(
    ({ luma, width, height }): Grey => ({ data: Float32Array.from(luma), width, height }),
  )

  it('makes a picture of any size, smaller or larger, with the same mean', () => {
    const side = fc.integer({ min: 1, max: 70 })
    fc.assert(
      fc.property(greys, side, side, (grey, width, height) => {
        const { data, ...size } = resampleGrey(grey, width, height)
        expect(size).toEqual({ width, height })
        expect(data).toHaveLength(width * height)
        expect(mean(data)).toBeCloseTo(mean(grey.data), 2)
      }),
    )
  })

  it('gives a part alone: its whole pixels and its share of those on its border', () => {
    const grey = { data: Float32Array.from([0, 10, 20, 30, 40, 50, 60, 70]), width: 4, height: 2 }
    expect(resampleGrey(grey, 2, 1, [0.5, 0, 1, 0.5]).data).toEqual(Float32Array.from([20, 30]))
    expect(resampleGrey(grey, 1, 1, [0.125, 0.5, 0.5, 1]).data[0]).toBeCloseTo((40 * 0.5 + 50) / 1.5, 4)
  })

  it('shrinks as shrinkLuma does', () => {
    fc.assert(
      fc.property(pictures, fc.integer({ min: 1, max: 70 }), ({ luma, width, height }, maxSide) => {
        const shrunk = shrinkLuma(luma, width, height, maxSide)
        const again = resampleGrey(
          { data: Float32Array.from(luma), width, height },
          shrunk.width,
          shrunk.height,
        )
        for (const [i, value] of again.data.entries()) expect(shrunk.data[i]).toBeCloseTo(value, 2)
      }),
    )
  })
})
