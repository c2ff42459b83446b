import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ring } from '../../../inference/geometry/types.ts'
import { hitTest, nearestEdge } from '../../../web/viewer/hit-test.ts'
import { point, simpleRing } from './shapes.ts'

const box = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]
const shown = { width: 800, height: 600 }

describe('pointing at damages', () => {
  const dent = { id: 'dent', polygons: [box(0.2, 0.2, 0.4)] }
  const scratch = { id: 'scratch', polygons: [box(0.3, 0.3, 0.05)] }

  it.each([[[dent, scratch]], [[scratch, dent]]])('reaches a scratch that lies on a dent', (targets) => {
    expect(hitTest([0.32, 0.32], targets, shown, 8)).toBe('scratch')
    expect(hitTest([0.5, 0.5], targets, shown, 8)).toBe('dent')
  })

  it('reaches a thin scratch from a few pixels beside it, and no farther', () => {
    const thin = { id: 'thin', polygons: [box(0.5, 0.5, 0.001)] }
    expect(hitTest([0.5 - 7 / 800, 0.5], [thin], shown, 8)).toBe('thin')
    expect(hitTest([0.5 - 9 / 800, 0.5], [thin], shown, 8)).toBeNull()
  })

  it('reaches every piece of a damage', () => {
    const pieces = { id: 'both', polygons: [box(0.1, 0.1, 0.1), box(0.7, 0.7, 0.1)] }
    expect(hitTest([0.75, 0.75], [pieces], shown, 0)).toBe('both')
  })

  it('finds the edge that no other edge is nearer than', () => {
    fc.assert(
      fc.property(point, simpleRing, (at, ring) => {
        const edge = nearestEdge(at, ring, shown)
        for (const [x, y] of ring) {
          const corner = Math.hypot((x - at[0]) * shown.width, (y - at[1]) * shown.height)
          expect(edge?.distance).toBeLessThanOrEqual(corner + 1e-9)
        }
      }),
    )
  })
})
