import fc from 'fast-check'
import type { Point, Ring } from '../../../inference/geometry/types.ts'
import type { Instance } from '../../../inference/instance.ts'
import { blobRing, perfectMask } from './blob.ts'

/** How often to try a property; always the same cases, so that a run tells of the code and not of luck. */
export const times = (numRuns: number): { numRuns: number; seed: number } => ({ numRuns, seed: 1 })

/** Numbers without the extremes that fast-check likes to try: these describe drawings, not arithmetic. */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true })

export interface Extent {
  width: number
  height: number
}

/** Smooth outlines, convex or wavy, within a photo of this size. */
export const blobs = ({ width, height }: Extent): fc.Arbitrary<Ring> =>
  fc
    .record({
      centre: fc.tuple(between(0.3, 0.7), between(0.3, 0.7)),
      radii: fc.tuple(between(0.03, 0.18), between(0.03, 0.18)),
      strengths: fc.tuple(between(0, 0.2), between(0, 0.15), between(0, 0.08)),
      phases: fc.tuple(between(0, 6.3), between(0, 6.3), between(0, 6.3)),
    })
    .map(({ centre: [u, v], radii: [ru, rv], strengths, phases }) =>
      blobRing({
        centre: [u * width, v * height],
        radii: [ru * width, rv * height],
        waves: strengths.map((strength, i) => ({ count: i + 2, strength, phase: phases[i] as number })),
      }),
    )

/** Any closed line at all on a coarse grid: crossing and retracing itself, touching others, without area. */
export const scribbles = (side: number): fc.Arbitrary<Ring> =>
  fc.array(
    fc.tuple(fc.integer({ min: 0, max: side }), fc.integer({ min: 0, max: side })).map((p): Point => [...p]),
    { minLength: 3, maxLength: 24 },
  )

/** What a good model could find: a smooth region of one of the classes. */
export const instances = (labels: string[], photo: Extent): fc.Arbitrary<Instance> =>
  fc
    .record({ label: fc.constantFrom(...labels), score: between(0.05, 1), ring: blobs(photo) })
    .map(({ label, score, ring }) => ({ label, score, ...perfectMask([ring]) }))

/** The same region of a photo looked at in a mirror. */
export const mirrored = (
  { label, score, box: [x1, y1, x2, y2], mask }: Instance,
  width: number,
): Instance => ({
  label,
  score,
  box: [width - x2, y1, width - x1, y2],
  mask: mask.map((_, k) => mask[k - (k % 28) + 27 - (k % 28)] as number),
})
