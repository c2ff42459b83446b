import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskToRings } from '../../../inference/decode/mask-to-rings.ts'
import { ringArea } from '../../../inference/geometry/ring.ts'
import type { Point, Ring } from '../../../inference/geometry/types.ts'
import { MASK_SIDE } from '../../../inference/instance.ts'
import { edit, faultOf, startEditing } from '../../../web/viewer/editor-state.ts'
import { findCrossing } from '../../../web/viewer/outline-faults.ts'
import { between, times } from '../../inference/drawn/arbitraries.ts'
import { holed } from '../../inference/drawn/holed.ts'

const photo = { width: 1200, height: 900 }
const normalized = (ring: Ring) => ring.map(([x, y]): Point => [x / photo.width, y / photo.height])

/** A disc with a round hole somewhere, as the model outlines it; where the hole reaches the rim there is none. */
const withHole = fc
  .tuple(between(0.33, 0.67), between(0.33, 0.67), between(0.05, 0.12))
  .map(([x, y, radius]) =>
    Float32Array.from({ length: MASK_SIDE ** 2 }, (_, k) => {
      const [u, v] = [((k % MASK_SIDE) + 0.5) / MASK_SIDE, (Math.floor(k / MASK_SIDE) + 0.5) / MASK_SIDE]
      const depth = Math.min(0.48 - Math.hypot(u - 0.5, v - 0.5), Math.hypot(u - x, v - y) - radius)
      return 1 / (1 + Math.exp(-60 * depth))
    }),
  )
  .map((mask) => maskToRings(mask, [100, 100, 800, 700], photo).map(normalized))

const area = (rings: readonly Ring[]) => rings.reduce((sum, ring) => sum + ringArea(ring), 0)

describe('an outline that the model led into a hole', () => {
  it('can be saved as it is opened, with nearly the area that it had', () => {
    let led = 0
    fc.assert(
      fc.property(withHole, (rings) => {
        if (rings.some(findCrossing)) led++
        const started = startEditing(rings)
        expect(faultOf(started)).toBeNull()
        expect(Math.abs(area(started.history.present.outlines) / area(rings) - 1)).toBeLessThan(0.01)
      }),
      times(60),
    )
    expect(led).toBeGreaterThan(30)
  })

  it('can be saved as it is opened with two to six holes, too, wherever the lines between them meet', () => {
    let led = 0
    fc.assert(
      fc.property(holed, (mask) => {
        const rings = maskToRings(mask, [100.3, 100.7, 800.2, 700.9], photo).map(normalized)
        if (rings.some(findCrossing)) led++
        const started = startEditing(rings)
        expect(faultOf(started)).toBeNull()
        expect(Math.abs(area(started.history.present.outlines) / area(rings) - 1)).toBeLessThan(0.01)
      }),
      times(150),
    )
    expect(led).toBeGreaterThan(75)
  })

  it('can be changed at any of its points', () => {
    fc.assert(
      fc.property(withHole, (rings) => {
        const started = startEditing(rings)
        const [ring = []] = started.history.present.outlines
        for (const [vertex, [x, y]] of ring.entries()) {
          const to: Point = [x + 1e-5, y + 1e-5]
          const moved = edit(started, { kind: 'dragVertex', picked: { ring: 0, vertex }, to, begins: true })
          expect(faultOf(moved)).toBeNull()
        }
      }),
      times(10),
    )
  })
})
