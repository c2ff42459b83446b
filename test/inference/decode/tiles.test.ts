import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tiles } from '../../../inference/decode/tiles.ts'
import { times } from '../drawn/arbitraries.ts'

const sizes = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }))

describe('tiles', () => {
  it('begin with the whole picture', () => expect(tiles(1280, 960)[0]).toEqual([0, 0, 1280, 960]))

  it('are the whole alone where that fits into one', () => expect(tiles(640, 480)).toHaveLength(1))

  it('lie 3 × 3 over a large square picture', () => {
    const [, ...grid] = tiles(2600, 2600)
    expect(grid).toHaveLength(9)
    for (const [x1, y1, x2, y2] of grid) expect([x2 - x1, y2 - y1]).toEqual([1000, 1000])
  })

  it('reach the model unshrunk where three in a row suffice', () => {
    const [, ...grid] = tiles(1280, 960, { side: 640 })
    expect(new Set(grid.map(([x1, , x2]) => x2 - x1))).toEqual(new Set([640]))
  })

  it('stay in the picture, in whole pixels, at most nine and the whole', () => {
    fc.assert(
      fc.property(sizes, ([width, height]) => {
        const all = tiles(width, height)
        expect(all.length).toBeLessThanOrEqual(10)
        for (const [x1, y1, x2, y2] of all) {
          expect([x1, y1, x2, y2].every(Number.isInteger)).toBe(true)
          expect(x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height && x1 < x2 && y1 < y2).toBe(true)
        }
      }),
      times(200),
    )
  })

  it('show whole, in some tile, whatever is no larger than the overlap', () => {
    const things = fc.tuple(
      sizes,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(things, ([[width, height], u, v]) => {
        const [, ...grid] = tiles(width, height)
        fc.pre(grid.length > 0)
        const side = Math.max(...grid.map(([x1, y1, x2, y2]) => Math.max(x2 - x1, y2 - y1)))
        // A pixel less on each side: tiles are laid in whole pixels.
        const size = Math.min(0.2 * side - 2, width, height)
        const [x, y] = [u * (width - size), v * (height - size)]
        const shown = grid.some(([x1, y1, x2, y2]) => x >= x1 && y >= y1 && x + size <= x2 && y + size <= y2)
        expect(shown).toBe(true)
      }),
      times(300),
    )
  })
})
