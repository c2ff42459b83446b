import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ringArea } from '../../../inference/geometry/ring.ts'
import { simplifyRing } from '../../../inference/geometry/simplify.ts'
import { blobs, times } from '../drawn/arbitraries.ts'

const rings = blobs({ width: 300, height: 200 })

describe('simplifyRing', () => {
  it('keeps no more than the wanted number of the vertices, in order, and nearly all of the area', () => {
    fc.assert(
      fc.property(rings, fc.integer({ min: 40, max: 120 }), (ring, points) => {
        const simple = simplifyRing(ring, points)
        expect(simple.length).toBeLessThanOrEqual(points)
        const places = simple.map((vertex) => ring.indexOf(vertex))
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(places).not.toContain(-1)
        expect(Math.abs(ringArea(simple) / ringArea(ring) - 1)).toBeLessThan(0.01)
      }),
      times(50),
    )
  })

  it('drops vertices on a straight line and keeps corners', () => {
    const simple = simplifyRing(
      [
        [0, 0],
        [3, 0],
        [9, 0],
        [9, 4],
        [9, 9],
        [0, 9],
      ],
      64,
    )
    expect(simple).toEqual([
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
    ])
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(rings, (ring) => {
        const simple = simplifyRing(ring, 64, 0.5)
        expect(simplifyRing(simple, 64, 0.5)).toEqual(simple)
      }),
      times(30),
    )
  })

  it('leaves a triangle alone', () => {
    const triangle: [number, number][] = [
      [0, 0],
      [1, 0],
      [0, 1],
    ]
    expect(simplifyRing(triangle, 3, 10)).toEqual(triangle)
  })
})
