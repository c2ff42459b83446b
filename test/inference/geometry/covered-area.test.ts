import fc from 'fast-check'
import * as polyclip from 'polyclip-ts'
import { describe, expect, it } from 'vitest'
import { intersectionArea, shapeIou, unionArea } from '../../../inference/geometry/covered-area.ts'
import { ringArea } from '../../../inference/geometry/ring.ts'
import { createShape } from '../../../inference/geometry/shape.ts'
import type { Ring } from '../../../inference/geometry/types.ts'
import { blobs, scribbles, times } from '../drawn/arbitraries.ts'

const rectangle = (x1: number, y1: number, x2: number, y2: number) =>
  createShape([
    [
      [x1, y1],
      [x2, y1],
      [x2, y2],
      [x1, y2],
    ],
  ])

/** Area of what polyclip-ts gives, an implementation that shares nothing with ours. */
const clippedArea = (pieces: [number, number][][][]): number =>
  pieces.reduce(
    (total, [outer = [], ...holes]) =>
      total + ringArea(outer) - holes.reduce((sum, hole) => sum + ringArea(hole), 0),
    0,
  )

const thinned = (ring: Ring): Ring => ring.filter((_, i) => i % 5 === 0)
const outlines = blobs({ width: 300, height: 200 }).map(thinned)

describe('areas of overlaps and unions', () => {
  it('are exact for rectangles', () => {
    expect(intersectionArea(rectangle(0, 0, 10, 10), rectangle(5, 3, 15, 7))).toBeCloseTo(20, 9)
    expect(unionArea([rectangle(0, 0, 10, 10), rectangle(5, 3, 15, 7)])).toBeCloseTo(120, 9)
    expect(unionArea([rectangle(0, 0, 1, 1), rectangle(5, 3, 6, 4)])).toBeCloseTo(2, 9)
    expect(shapeIou(rectangle(0, 0, 2, 1), rectangle(1, 0, 3, 1))).toBeCloseTo(1 / 3, 9)
  })

  it('are 0 without a shape, or where shapes only touch', () => {
    expect(unionArea([])).toBe(0)
    expect(intersectionArea(rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10))).toBe(0)
    expect(intersectionArea(rectangle(0, 0, 10, 10), createShape([]))).toBe(0)
  })

  it('agree with polygon clipping', () => {
    fc.assert(
      fc.property(outlines, outlines, (a, b) => {
        const [shapeA, shapeB] = [createShape([a]), createShape([b])]
        const tolerance = 1e-3 * Math.min(shapeA.area, shapeB.area)
        const shared = intersectionArea(shapeA, shapeB)
        expect(Math.abs(shared - clippedArea(polyclip.intersection([a], [b])))).toBeLessThan(tolerance)
        expect(Math.abs(unionArea([shapeA, shapeB]) - clippedArea(polyclip.union([a], [b])))).toBeLessThan(
          tolerance,
        )
      }),
      times(60),
    )
  })

  it('never exceed the sum, nor fall short of the largest, in any order', () => {
    fc.assert(
      fc.property(fc.array(outlines, { minLength: 1, maxLength: 6 }), (rings) => {
        const shapes = rings.map((ring) => createShape([ring]))
        const covered = unionArea(shapes)
        const areas = shapes.map(({ area }) => area)
        expect(covered).toBeLessThanOrEqual(areas.reduce((a, b) => a + b) + 1e-9)
        expect(covered).toBeGreaterThanOrEqual(Math.max(...areas))
        expect(unionArea([...shapes].reverse())).toBeCloseTo(covered, 6)
      }),
      times(60),
    )
  })

  it('leave out holes that an outline is led into', () => {
    const framed = createShape([
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 0],
        [2, 2],
        [2, 8],
        [8, 8],
        [8, 2],
        [2, 2],
      ],
    ])
    expect(framed.area).toBe(64)
    expect(intersectionArea(framed, rectangle(2, 2, 8, 8))).toBeCloseTo(0, 9)
    expect(unionArea([framed, rectangle(3, 3, 7, 7)])).toBeCloseTo(80, 9)
  })

  it('are found whatever the outlines do', () => {
    fc.assert(
      fc.property(scribbles(6), scribbles(6), scribbles(6), (a, b, c) => {
        const shapes = [a, b, c].map((ring) => createShape([ring]))
        const covered = unionArea(shapes)
        expect(covered).toBeGreaterThanOrEqual(0)
        expect(intersectionArea(shapes[0] as never, shapes[1] as never)).toBeLessThanOrEqual(covered + 1e-9)
      }),
      times(300),
    )
  })
})
