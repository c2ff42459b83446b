import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contours } from '../../../inference/decode/contours.ts'
import { MAX_POINTS, maskToRings } from '../../../inference/decode/mask-to-rings.ts'
import { shapeIou } from '../../../inference/geometry/covered-area.ts'
import { ringArea, signedArea } from '../../../inference/geometry/ring.ts'
import { createShape } from '../../../inference/geometry/shape.ts'
import type { Box, Ring } from '../../../inference/geometry/types.ts'
import { MASK_SIDE } from '../../../inference/instance.ts'
import { between, blobs, instances, mirrored, times } from '../drawn/arbitraries.ts'
import { perfectMask } from '../drawn/blob.ts'
import { coverage } from '../drawn/coverage.ts'
import { crossings } from '../drawn/crossings.ts'
import { holed, tangled } from '../drawn/holed.ts'
import { paste } from '../drawn/paste.ts'
import { random } from '../drawn/random.ts'

const photo = { width: 320, height: 240 }

/** A mask by a function of the place in the box, both from 0 to 1. */
const maskOf = (probability: (u: number, v: number) => number): Float32Array =>
  Float32Array.from({ length: MASK_SIDE ** 2 }, (_, k) =>
    probability(((k % MASK_SIDE) + 0.5) / MASK_SIDE, (Math.floor(k / MASK_SIDE) + 0.5) / MASK_SIDE),
  )

const soft = (signedDistance: number): number => 1 / (1 + Math.exp(-60 * signedDistance))

const iouOf = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [shared, either] = [0, 0]
  for (let k = 0; k < a.length; k++) {
    shared += Math.min(a[k] as number, b[k] as number)
    either += Math.max(a[k] as number, b[k] as number)
  }
  return shared / either
}

const drawnAt = (rings: Ring[], samples: number): Float32Array => {
  const scaled = rings.map((ring) => ring.map(([x, y]): [number, number] => [x * samples, y * samples]))
  return coverage(scaled, photo.width * samples, photo.height * samples)
}

describe('maskToRings', () => {
  it('gives back the region that a mask was drawn from (IoU ≥ 0.97)', () => {
    fc.assert(
      fc.property(blobs(photo), (ring) => {
        const { mask, box } = perfectMask([ring])
        const rings = maskToRings(mask, box, photo)
        expect(shapeIou(createShape(rings), createShape([ring]))).toBeGreaterThan(0.97)
      }),
      times(100),
    )
  })

  it('gives back the mask: drawn into its box again, outlines cover the same cells (IoU ≥ 0.97)', () => {
    fc.assert(
      fc.property(blobs(photo), (ring) => {
        const { mask } = perfectMask([ring])
        const cells: Box = [0, 0, MASK_SIDE, MASK_SIDE]
        const rings = maskToRings(mask, cells, { width: MASK_SIDE, height: MASK_SIDE })
        expect(iouOf(coverage(rings, MASK_SIDE, MASK_SIDE), mask)).toBeGreaterThan(0.97)
      }),
      times(100),
    )
  })

  it("covers the pixels that torchvision's pasting does", () => {
    fc.assert(
      fc.property(instances(['scratch'], photo), ({ mask, box }) => {
        const rings = maskToRings(mask, box, photo)
        expect(iouOf(drawnAt(rings, 2), paste(mask, box, photo, 2))).toBeGreaterThan(0.96)
      }),
      times(25),
    )
  })

  it('fills the box with a mask that is 1 throughout, but for the very corners', () => {
    const rings = maskToRings(
      maskOf(() => 1),
      [20, 30, 120, 90],
      photo,
    )
    expect(rings).toHaveLength(1)
    expect(createShape(rings).box).toEqual([20, 30, 120, 90])
    expect(createShape(rings).area).toBeGreaterThan(0.999 * 100 * 60)
  })

  it('places a sample at the centre of its 28th of the box', () => {
    const single = new Float32Array(MASK_SIDE ** 2)
    single[3 * MASK_SIDE + 5] = 1
    const { box } = createShape(maskToRings(single, [100, 100, 128, 128], photo))
    expect(box).toEqual([105, 103, 106, 104])
  })

  it('stays within the photo, in at most 64 points, whatever the mask', () => {
    const noise = fc.array(between(0, 1), { minLength: 49, maxLength: 49 })
    const boxes = fc.tuple(between(-80, 300), between(-80, 220), between(1, 300), between(1, 200))
    fc.assert(
      fc.property(noise, boxes, (coarse, [x, y, w, h]) => {
        const mask = maskOf((u, v) => coarse[Math.floor(v * 7) * 7 + Math.floor(u * 7)] as number)
        const rings = maskToRings(mask, [x, y, x + w, y + h], photo)
        for (const ring of rings) {
          expect(ring.length).toBeLessThanOrEqual(MAX_POINTS)
          expect(ringArea(ring)).toBeGreaterThan(0)
          for (const [px, py] of ring) {
            expect(px >= 0 && px <= photo.width && py >= 0 && py <= photo.height).toBe(true)
          }
        }
      }),
      times(200),
    )
  })

  it('takes at most 64 points for an outline with small holes, too', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const next = random(seed)
        const noise = Float32Array.from({ length: MASK_SIDE ** 2 }, next)
        for (const ring of maskToRings(noise, [20, 30, 300, 70], photo)) {
          expect(ring.length).toBeLessThanOrEqual(MAX_POINTS)
        }
      }),
      times(50),
    )
  })

  it.each([
    { masks: 'a region with two to six holes', mask: holed, runs: 150 },
    { masks: 'what is full of holes and necks', mask: tangled, runs: 100 },
  ])('lets no outline cross itself or another: $masks', ({ mask, runs }) => {
    const boxes = fc.constantFrom<Box>(
      [20.3, 30.7, 300.2, 200.9],
      [-60.3, -40.1, 250.4, 260.3],
      [9.3, 8.7, 14.1, 16.3],
    )
    fc.assert(
      fc.property(mask, boxes, (drawn, box) => {
        const rings = maskToRings(drawn, box, photo)
        expect(crossings(rings)).toEqual([])
        for (const ring of rings) expect(ring.length).toBeLessThanOrEqual(MAX_POINTS)
      }),
      times(runs),
    )
  })

  it('keeps the area of a region with holes, but for a fifth and sixth one, within 2 %', () => {
    const box: Box = [20, 30, 300, 200]
    const ofCell = ((box[2] - box[0]) / MASK_SIDE) * ((box[3] - box[1]) / MASK_SIDE)
    let severalHoles = 0
    fc.assert(
      fc.property(holed, (mask) => {
        const areas = contours(mask, MASK_SIDE, 0.5).map(signedArea)
        const holes = areas.filter((area) => area < 0).sort((a, b) => a - b)
        if (holes.length > 1) severalHoles++
        const outer = areas.filter((area) => area > 0).reduce((sum, area) => sum + area, 0)
        const expected = holes.slice(0, 4).reduce((sum, hole) => sum + hole, outer) * ofCell
        const { area } = createShape(maskToRings(mask, box, photo))
        expect(Math.abs(area / expected - 1)).toBeLessThan(0.02)
      }),
      times(150),
    )
    expect(severalHoles).toBeGreaterThan(50)
  })

  it('gives the mirrored outlines of a mirrored mask', () => {
    fc.assert(
      fc.property(instances(['dent'], photo), (instance) => {
        const there = mirrored(instance, photo.width)
        const rings = maskToRings(instance.mask, instance.box, photo)
        const back = maskToRings(there.mask, there.box, photo).map((ring) =>
          ring.map(([x, y]): [number, number] => [photo.width - x, y]),
        )
        expect(shapeIou(createShape(rings), createShape(back))).toBeGreaterThan(0.995)
      }),
      times(50),
    )
  })

  it('leaves a hole out of the area and of the outline', () => {
    const ringShaped = maskOf((u, v) => soft(0.14 - Math.abs(Math.hypot(u - 0.5, v - 0.5) - 0.3)))
    const rings = maskToRings(ringShaped, [0, 0, 200, 200], photo)
    expect(rings).toHaveLength(1)
    expect(ringArea(rings[0] as Ring)).toBeCloseTo(Math.PI * (88 ** 2 - 32 ** 2), -3)
    expect(iouOf(drawnAt(rings, 1), paste(ringShaped, [0, 0, 200, 200], photo))).toBeGreaterThan(0.97)
  })

  it('keeps separate pieces and drops specks and pinholes', () => {
    const pieces = maskOf((u, v) =>
      Math.max(
        soft(0.24 - Math.hypot(u - 0.3, v - 0.5)),
        soft(0.15 - Math.hypot(u - 0.8, v - 0.3)),
        soft(0.02 - Math.hypot(u - 0.9, v - 0.9)),
      ),
    )
    pieces[14 * MASK_SIDE + 8] = 0
    const areas = maskToRings(pieces, [0, 0, 200, 200], photo).map(ringArea)
    expect(areas).toHaveLength(2)
    expect(areas[0]).toBeCloseTo(Math.PI * 48 ** 2, -3)
    expect(areas[1]).toBeCloseTo(Math.PI * 30 ** 2, -3)
  })

  it.each([
    ['connects', 0.2, 1],
    ['separates', 0, 2],
  ])('%s two touching corners where the centre of the cell says so', (_, others, expected) => {
    const checkered = maskOf((u, v) => {
      const [left, top] = [u < 0.5, v < 0.5]
      const edge = Math.min(u, v, 1 - u, 1 - v) < 0.2
      if (edge) return 0
      return left === top ? 0.9 : others
    })
    expect(maskToRings(checkered, [0, 0, 100, 100], photo)).toHaveLength(expected)
  })

  it.each<[string, Float32Array, Box]>([
    ['never reaches one half', maskOf(() => 0.49), [0, 0, 50, 50]],
    ['is not a number', maskOf(() => Number.NaN), [0, 0, 50, 50]],
    ['has an empty box', maskOf(() => 1), [50, 50, 50, 90]],
    ['has an inverted box', maskOf(() => 1), [50, 50, 20, 90]],
    ['has a box that is not a number', maskOf(() => 1), [0, 0, Number.NaN, 90]],
    ['has an endless box', maskOf(() => 1), [0, 0, Number.POSITIVE_INFINITY, 90]],
    ['lies outside the photo', maskOf(() => 1), [400, 10, 500, 90]],
  ])('gives nothing for a mask that %s', (_, mask, box) => {
    expect(maskToRings(mask, box, photo)).toEqual([])
  })
})
