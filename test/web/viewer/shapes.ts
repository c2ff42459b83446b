import fc from 'fast-check'
import type { Point, Ring } from '../../../inference/geometry/types.ts'
import type { Stage } from '../../../web/viewer/view.ts'

/** 0 to 1 across the photo. */
export const share = fc.double({ min: 0, max: 1, noNaN: true })
export const point = fc.tuple(share, share) as fc.Arbitrary<Point>

export const stage: fc.Arbitrary<Stage> = fc.record({
  frame: fc.record({
    width: fc.integer({ min: 100, max: 3000 }),
    height: fc.integer({ min: 100, max: 2000 }),
  }),
  photo: fc.record({
    width: fc.integer({ min: 50, max: 9000 }),
    height: fc.integer({ min: 50, max: 9000 }),
  }),
})

/** Star-shaped about a centre, so never crossing itself: angles ascend and no gap spans half a turn. */
export const simpleRing: fc.Arbitrary<Ring> = fc
  .record({
    centre: fc.tuple(
      fc.double({ min: 0.3, max: 0.7, noNaN: true }),
      fc.double({ min: 0.3, max: 0.7, noNaN: true }),
    ),
    radii: fc.array(fc.double({ min: 0.05, max: 0.28, noNaN: true }), { minLength: 3, maxLength: 24 }),
    turn: fc.double({ min: 0, max: 6, noNaN: true }),
  })
  .map(({ centre: [x, y], radii, turn }) =>
    radii.map((radius, at): Point => {
      const angle = turn + (2 * Math.PI * at) / radii.length
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
    }),
  )
