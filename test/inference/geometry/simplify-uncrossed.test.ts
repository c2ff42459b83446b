import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contours } from '../../../inference/decode/contours.ts'
import { ringArea } from '../../../inference/geometry/ring.ts'
import { simplifyRing } from '../../../inference/geometry/simplify.ts'
import { simplifyUncrossed } from '../../../inference/geometry/simplify-uncrossed.ts'
import type { Point, Ring } from '../../../inference/geometry/types.ts'
import { blobs, scribbles, times } from '../drawn/arbitraries.ts'
import { crossings } from '../drawn/crossings.ts'
import { tangled } from '../drawn/holed.ts'

/** The largest outline of a mask, in whole numbers, and as tenths for the judge of crossings. */
const largest = tangled.map((mask): Ring => {
  const lines = contours(mask, 28, 0.5).map((line) =>
    line.map(([x, y]): Point => [Math.round(1000 * x), Math.round(1000 * y)]),
  )
  return lines.sort((a, b) => b.length - a.length)[0] ?? []
})
const inPixels = (ring: Ring): Ring => ring.map(([x, y]): Point => [x / 10, y / 10])

describe('simplifyUncrossed', () => {
  it('crosses nothing on the way to ever fewer points, however winding the outline', () => {
    fc.assert(
      fc.property(largest, fc.integer({ min: 3, max: 64 }), (ring, points) => {
        const simple = simplifyUncrossed(ring, points, 0, []) ?? []
        expect(simple.length).toBeLessThanOrEqual(Math.max(3, points))
        expect(crossings([inPixels(simple)])).toEqual([])
        expect(ringArea(simple)).toBeGreaterThan(0)
      }),
      times(60),
    )
  })

  it('does as simplifyRing does where nothing is in the way', () => {
    fc.assert(
      fc.property(blobs({ width: 300, height: 200 }), (ring) => {
        expect(simplifyUncrossed(ring, 64, 0.5, [])).toEqual(simplifyRing(ring, 64, 0.5))
      }),
      times(30),
    )
  })

  it('keeps a corner that goes around another outline, and says where that leaves too many points', () => {
    const corner: Ring = [
      [0, 0],
      [40, 0],
      [40, 40],
      [0, 40],
    ]
    const inIt: Ring = [
      [32, 6],
      [34, 6],
      [34, 8],
    ]
    const opposite: Ring = [
      [6, 32],
      [8, 34],
      [6, 34],
    ]
    expect(simplifyUncrossed(corner, 3, 0, [inIt])).toHaveLength(3)
    expect(simplifyUncrossed(corner, 3, 0, [inIt])).toContainEqual([40, 0])
    const everywhere = [
      inIt,
      opposite,
      [
        [5, 5],
        [6, 5],
        [6, 6],
      ],
      [
        [34, 34],
        [35, 34],
        [35, 35],
      ],
    ] as Ring[]
    expect(simplifyUncrossed(corner, 3, 0, everywhere)).toBeNull()
  })

  it('comes to an end with lines that cross and retrace themselves', () => {
    fc.assert(
      fc.property(scribbles(6), (line) => {
        expect(simplifyUncrossed(line, 5, 0, [])?.length).toBeLessThanOrEqual(5)
      }),
      times(200),
    )
  })
})
