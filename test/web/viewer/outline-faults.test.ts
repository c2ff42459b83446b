import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point, Ring } from '../../../inference/geometry/types.ts'
import { findCrossing, findFault } from '../../../web/viewer/outline-faults.ts'
import { point, simpleRing } from './shapes.ts'

/** Judges by sampling both edges finely: slow, and written without looking at the code under test. */
function crossesBySampling(ring: Ring): boolean {
  const samples = ring.map((from, at) => {
    const to = ring[(at + 1) % ring.length] as Point
    return [from, to] as const
  })
  return samples.some(([a, b], i) =>
    samples.some(([c, d], j) => {
      if (j <= i + 1 || (i === 0 && j === ring.length - 1)) return false
      const det = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
      if (Math.abs(det) < 1e-12) return false
      const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / det
      const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / det
      return t > 1e-9 && t < 1 - 1e-9 && u > 1e-9 && u < 1 - 1e-9
    }),
  )
}

describe('outlines that cannot be saved', () => {
  it('finds nothing wrong with outlines that go once around', () => {
    fc.assert(
      fc.property(simpleRing, (ring) => {
        expect(findFault([ring])).toBeNull()
      }),
    )
  })

  it('finds a crossing wherever two edges cross', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 4, maxLength: 12 }), (ring) => {
        if (crossesBySampling(ring)) expect(findCrossing(ring)).not.toBeNull()
      }),
      { numRuns: 500 },
    )
  })

  it('says which edges cross', () => {
    const bowTie: Ring = [
      [0.1, 0.1],
      [0.5, 0.5],
      [0.5, 0.1],
      [0.1, 0.5],
    ]
    expect(findFault([bowTie])).toEqual({ code: 'CROSSES_ITSELF', ring: 0, edges: [0, 2] })
  })

  it.each<[string, Ring[], string]>([
    ['no outline', [], 'NO_OUTLINE'],
    [
      'two points',
      [
        [
          [0, 0],
          [1, 1],
        ],
      ],
      'TOO_FEW_POINTS',
    ],
    [
      'a line there and back',
      [
        [
          [0.1, 0.1],
          [0.9, 0.9],
          [0.5, 0.5],
        ],
      ],
      'CROSSES_ITSELF',
    ],
    [
      'a point twice in a row',
      [
        [
          [0.1, 0.1],
          [0.1, 0.1],
          [0.9, 0.9],
          [0.1, 0.9],
        ],
      ],
      'CROSSES_ITSELF',
    ],
    [
      'a corner that touches an edge',
      [
        [
          [0.1, 0.1],
          [0.9, 0.1],
          [0.9, 0.9],
          [0.5, 0.1],
          [0.1, 0.9],
        ],
      ],
      'CROSSES_ITSELF',
    ],
    [
      'a speck',
      [
        [
          [0.1, 0.1],
          [0.101, 0.1],
          [0.1, 0.101],
        ],
      ],
      'TOO_SMALL',
    ],
    [
      'a good one and a speck',
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        [
          [0.1, 0.1],
          [0.101, 0.1],
          [0.1, 0.101],
        ],
      ],
      'TOO_SMALL',
    ],
    [
      'more points than the API takes',
      [
        Array.from(
          { length: 1001 },
          (_, at): Point => [0.5 + 0.4 * Math.cos(at / 160), 0.5 + 0.4 * Math.sin(at / 160)],
        ),
      ],
      'TOO_MANY_POINTS',
    ],
  ])('refuses %s', (_name, outlines, code) => {
    expect(findFault(outlines)?.code).toBe(code)
  })
})
