import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipRing } from '../../../inference/geometry/clip-ring.ts'
import { intersectionArea } from '../../../inference/geometry/covered-area.ts'
import { ringArea, signedArea } from '../../../inference/geometry/ring.ts'
import { createShape } from '../../../inference/geometry/shape.ts'
import type { Box } from '../../../inference/geometry/types.ts'
import { blobs, times } from '../drawn/arbitraries.ts'

const frame: Box = [40, 35, 70, 60]
const frameShape = createShape([
  [
    [40, 35],
    [70, 35],
    [70, 60],
    [40, 60],
  ],
])

describe('clipRing', () => {
  it('keeps exactly the area that ring and box share, inside the box', () => {
    fc.assert(
      fc.property(blobs({ width: 100, height: 100 }), (ring) => {
        const clipped = clipRing(ring, frame)
        const shared = intersectionArea(createShape([ring]), frameShape)
        expect(ringArea(clipped)).toBeCloseTo(shared, 0)
        for (const [x, y] of clipped) {
          expect(x >= 40 && x <= 70 && y >= 35 && y <= 60).toBe(true)
        }
      }),
      times(50),
    )
  })

  it('leaves a ring inside the box as it is, and nothing of one outside', () => {
    const ring = blobsOnce(50, 50)
    expect(clipRing(ring, [0, 0, 100, 100])).toEqual(ring)
    expect(clipRing(ring, [90, 90, 100, 100])).toEqual([])
  })

  it('keeps the winding', () => {
    const ring = blobsOnce(45, 45)
    expect(signedArea(clipRing(ring, frame))).toBeGreaterThan(0)
    expect(signedArea(clipRing([...ring].reverse(), frame))).toBeLessThan(0)
  })
})

const blobsOnce = (x: number, y: number) =>
  Array.from({ length: 20 }, (_, i): [number, number] => [
    x + 10 * Math.cos((i * Math.PI) / 10),
    y + 10 * Math.sin((i * Math.PI) / 10),
  ])
