import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessInstances, type Verdict } from '../../../inference/assess/assess-instances.ts'
import type { AssessSettings } from '../../../inference/assess/settings.ts'
import { assessmentSchema } from '../../../inference/contract.ts'
import type { Ring } from '../../../inference/geometry/types.ts'
import type { Instance } from '../../../inference/instance.ts'
import { instances, mirrored, times } from '../drawn/arbitraries.ts'
import { perfectMask } from '../drawn/blob.ts'

const photo = { width: 1200, height: 900 }
const settings: AssessSettings = { thresholds: { scratch: 0.3, dent: 0.4 }, partThreshold: 0.5 }

const TYPES = ['scratch', 'dent', 'broken_part', 'glass_shatter', 'lamp_broken', 'something_new']
const PARTS = ['hood', 'front_bumper', 'front_left_light', 'front_right_light', 'front_left_door', 'wheel']

const found = (label: string, score: number, [x, y, w, h]: [number, number, number, number]): Instance => {
  const ring: Ring = [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ]
  return { label, score, ...perfectMask([ring]) }
}

const assess = (damages: Instance[], parts: Instance[], changed: Partial<AssessSettings> = {}): Verdict =>
  assessInstances({ ...photo, damages, parts }, { ...settings, ...changed })

const verdictSchema = assessmentSchema.pick({
  vehicle: true,
  damaged: true,
  damagedAreaPct: true,
  damages: true,
  parts: true,
})

const lists = fc.tuple(
  fc.array(instances(TYPES, photo), { maxLength: 8 }),
  fc.array(instances(PARTS, photo), { maxLength: 5 }),
)

const car = [
  found('front_bumper', 0.95, [200, 500, 800, 250]),
  found('hood', 0.9, [250, 300, 700, 180]),
  found('front_left_light', 0.85, [220, 520, 120, 80]),
]

describe('assessInstances', () => {
  it('answers by the contract, whatever the models found', () => {
    fc.assert(
      fc.property(lists, ([damages, parts]) => {
        const verdict = assess(damages, parts)
        expect(verdictSchema.parse(verdict)).toEqual(verdict)
      }),
      times(60),
    )
  })

  it('never lets an area exceed its whole, nor the union of all damages their sum', () => {
    fc.assert(
      fc.property(lists, ([damages, parts]) => {
        const verdict = assess(damages, parts)
        const areas = verdict.damages.map(({ areaPct }) => areaPct)
        const sum = areas.reduce((a, b) => a + b, 0)
        // Each percentage is rounded to hundredths.
        const rounding = 0.005 * (areas.length + 1)
        expect(verdict.damagedAreaPct).toBeLessThanOrEqual(Math.min(100, sum + rounding))
        expect(verdict.damagedAreaPct).toBeGreaterThanOrEqual(Math.max(0, ...areas) - 0.01)
        for (const { areaPct, partAreaPct, vehicleAreaPct } of verdict.damages) {
          expect(areaPct).toBeLessThanOrEqual(100)
          expect(partAreaPct ?? 0).toBeLessThanOrEqual(100)
          if (vehicleAreaPct !== null) expect(vehicleAreaPct === 0 || vehicleAreaPct >= areaPct).toBe(true)
        }
      }),
      times(60),
    )
  })

  it('leaves out what is faint beside the surest damage, unless told from which confidence to report', () => {
    const damages = [
      found('scratch', 0.9, [300, 550, 100, 40]),
      found('dent', 0.44, [500, 350, 100, 80]),
      found('dent', 0.46, [700, 350, 100, 80]),
    ]
    const confidences = (changed: Partial<AssessSettings>, of = damages) =>
      assess(of, car, changed).damages.map(({ confidence }) => confidence)
    expect(confidences({})).toEqual([0.9, 0.46, 0.44])
    expect(confidences({ relativeThreshold: 0.5 })).toEqual([0.9, 0.46])
    expect(confidences({ relativeThreshold: 0.5 }, damages.slice(1))).toEqual([0.46, 0.44])
    expect(confidences({ relativeThreshold: 0.5, minConfidence: 0.1 })).toEqual([0.9, 0.46, 0.44])
  })

  it('measures what is faint by what is reported, not by what stayed under its threshold', () => {
    const damages = [
      found('something_new', 0.45, [300, 550, 100, 40]),
      found('scratch', 0.32, [500, 350, 100, 80]),
    ]
    const { damages: reported } = assess(damages, car, { relativeThreshold: 0.8 })
    expect(reported.map(({ type }) => type)).toEqual(['scratch'])
  })

  it('gives the mirrored answer to a mirrored photo', () => {
    const swapped = (name: string | null) =>
      name?.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left')) ?? null
    const mirror = (all: Instance[]) =>
      all.map((one) => ({ ...mirrored(one, photo.width), label: swapped(one.label) as string }))
    fc.assert(
      fc.property(lists, ([damages, parts]) => {
        const here = assess(damages, parts)
        const there = assess(mirror(damages), mirror(parts))
        const outline = ({ damages, ...verdict }: Verdict, name: (part: string | null) => string | null) => ({
          ...verdict,
          parts: verdict.parts.map((part) => name(part.name)),
          damages: damages.map(({ type, confidence, part, plausible }) => ({
            type,
            confidence,
            part: name(part),
            plausible,
          })),
        })
        const same = (name: string | null) => name
        expect({ ...outline(there, swapped), damagedAreaPct: 0 }).toEqual({
          ...outline(here, same),
          damagedAreaPct: 0,
        })
        expect(there.damagedAreaPct).toBeCloseTo(here.damagedAreaPct, 0)
        for (const [i, damage] of here.damages.entries()) {
          expect(Math.abs((there.damages[i]?.areaPct ?? 0) - damage.areaPct)).toBeLessThan(0.05)
        }
      }),
      times(60),
    )
  })

  it('does not depend on the order in which the models list what they found', () => {
    fc.assert(
      fc.property(lists, ([damages, parts]) => {
        expect(assess([...damages].reverse(), [...parts].reverse())).toEqual(assess(damages, parts))
      }),
      times(40),
    )
  })

  it('says of each damage what, where, how large and how bad it is', () => {
    const { damages, ...verdict } = assess([found('scratch', 0.91239, [400, 600, 100, 50])], car)
    expect(verdict).toMatchObject({ vehicle: true, damaged: true, damagedAreaPct: 0.46 })
    expect(damages).toEqual([
      {
        type: 'scratch',
        confidence: 0.912,
        part: 'front_bumper',
        partConfidence: 0.95,
        plausible: true,
        severity: 'moderate',
        bbox: [400, 600, 100, 50],
        polygon: expect.any(Array),
        polygons: [expect.any(Array)],
        areaPct: 0.46,
        partAreaPct: 2.5,
        vehicleAreaPct: 1.53,
      },
    ])
    expect(damages[0]?.polygon).toBe(damages[0]?.polygons[0])
    expect(verdict.parts.map(({ name, areaPct }) => [name, areaPct])).toEqual([
      ['front_bumper', 18.51],
      ['hood', 11.66],
      ['front_left_light', 0.89],
    ])
  })

  it('gives coordinates in tenths of a pixel', () => {
    const [damage] = assess([found('dent', 0.9, [333.333, 555.555, 77.777, 44.444])], car).damages
    for (const value of [damage?.bbox, damage?.polygons].flat(4)) {
      expect(Number(value?.toFixed(1))).toBe(value)
    }
  })

  it('reports each class from its own threshold on, or all from the one asked for', () => {
    const damages = [
      found('scratch', 0.35, [300, 600, 50, 20]),
      found('dent', 0.35, [500, 600, 50, 50]),
      found('something_new', 0.45, [700, 600, 50, 50]),
    ]
    const types = (changed?: Partial<AssessSettings>) =>
      assess(damages, car, changed).damages.map(({ type }) => type)
    expect(types()).toEqual(['scratch'])
    expect(types({ minConfidence: 0.2 })).toEqual(['something_new', 'dent', 'scratch'])
    expect(types({ minConfidence: 0.4 })).toEqual(['something_new'])
    expect(types({ minConfidence: undefined })).toEqual(['scratch'])
  })

  it('lists the surest damage first', () => {
    const scores = [0.5, 0.9, 0.7]
    const damages = scores.map((score, i) => found('scratch', score, [300 + 150 * i, 600, 50, 20]))
    expect(assess(damages, car).damages.map(({ confidence }) => confidence)).toEqual([0.9, 0.7, 0.5])
  })

  it('tells a damage once', () => {
    const twice = [found('dent', 0.9, [400, 600, 100, 100]), found('dent', 0.8, [405, 598, 100, 104])]
    expect(assess(twice, car).damages.map(({ confidence }) => confidence)).toEqual([0.9])
  })

  it('marks what can hardly be there, and keeps it with its confidence', () => {
    const { damages, damaged } = assess([found('glass_shatter', 0.9, [400, 600, 100, 50])], car)
    expect(damages).toMatchObject([{ part: 'front_bumper', plausible: false, confidence: 0.9 }])
    expect(damaged).toBe(true)
  })

  it('measures damage on panels that have no class against the vehicle in view', () => {
    const [fender] = assess([found('dent', 0.9, [1005, 480, 60, 60])], car).damages
    expect(fender).toMatchObject({ part: null, partConfidence: null, partAreaPct: null, plausible: null })
    expect(fender?.vehicleAreaPct).toBeCloseTo((100 * 3600) / (200_000 + 126_000 + 3600), 1)
  })
})

describe('the verdict', () => {
  it("is the model's own where it says whether a vehicle is in view", () => {
    const size = { width: 1200, height: 900 }
    const settings = { thresholds: {}, partThreshold: 0.5, vehicle: { probability: 0.3 } }
    const cup = { ...size, damages: [], parts: [found('wheel', 0.95, [100, 100, 300, 300])], vehicle: 0.1 }
    const closeUp = { ...size, damages: [], parts: [found('hood', 0.1, [9, 9, 99, 99])], vehicle: 0.9 }
    const lensCap = { ...size, damages: [], parts: [], vehicle: 0.9 }
    expect(assessInstances(lensCap, settings)).toMatchObject({ vehicle: false })
    expect(assessInstances(cup, settings)).toMatchObject({ vehicle: false, parts: [] })
    expect(assessInstances(closeUp, settings)).toMatchObject({ vehicle: true, damaged: false })
    const airbag = found('airbag_deployed', 0.95, [300, 300, 300, 300])
    const cabin = { ...size, damages: [airbag], parts: [], vehicle: 0.1 }
    expect(assessInstances(cabin, settings)).toMatchObject({ vehicle: true, damaged: true })
    const wornOrnament = { ...cabin, damages: [found('paint_loss', 0.98, [300, 300, 300, 300])] }
    expect(assessInstances(wornOrnament, settings)).toMatchObject({ vehicle: false, damages: [] })
  })

  it('is an undamaged vehicle where there are parts alone', () => {
    expect(assess([], car)).toMatchObject({ vehicle: true, damaged: false, damagedAreaPct: 0, damages: [] })
  })

  it.each<[string, Instance[], Instance[]]>([
    ['nothing was found', [], []],
    ['one doubtful part was found', [], [found('wheel', 0.6, [100, 100, 300, 300])]],
    ['one doubtful damage was found', [found('scratch', 0.4, [100, 100, 300, 30])], []],
    [
      'what was found is below its threshold',
      [found('dent', 0.39, [10, 10, 50, 50])],
      [found('hood', 0.45, [10, 10, 99, 99])],
    ],
  ])('is no vehicle, and so no damages, where %s', (_, damages, parts) => {
    expect(assess(damages, parts)).toEqual({
      vehicle: false,
      damaged: false,
      damagedAreaPct: 0,
      damages: [],
      parts: [],
    })
  })

  it.each<[string, Instance[], Instance[]]>([
    ['one part beyond doubt', [], [found('wheel', 0.9, [100, 100, 300, 300])]],
    [
      'two doubtful parts',
      [],
      [found('wheel', 0.6, [100, 100, 300, 300]), found('hood', 0.55, [400, 100, 300, 300])],
    ],
    ['a damage beyond doubt in a close-up', [found('dent', 0.97, [300, 300, 500, 400])], []],
    [
      'a doubtful damage on a doubtful part',
      [found('dent', 0.45, [150, 150, 99, 99])],
      [found('hood', 0.55, [100, 100, 300, 300])],
    ],
  ])('is a vehicle with %s', (_, damages, parts) => {
    expect(assess(damages, parts)).toMatchObject({ vehicle: true, damaged: damages.length > 0 })
  })

  it('follows the settings', () => {
    const damages = [found('dent', 0.5, [300, 300, 500, 400])]
    expect(assess(damages, []).vehicle).toBe(false)
    expect(assess(damages, [], { vehicle: { damageConfidence: 0.5 } }).vehicle).toBe(true)
  })

  it('has no vehicle share without parts', () => {
    const { damages } = assess([found('dent', 0.97, [300, 300, 500, 400])], [])
    expect(damages).toMatchObject([{ part: null, partAreaPct: null, vehicleAreaPct: null }])
  })

  it('marks damage off the vehicle, which leaves the vehicle undamaged', () => {
    const wall = found('scratch', 0.9, [20, 20, 100, 30])
    expect(assess([wall], car)).toMatchObject({
      vehicle: true,
      damaged: false,
      damages: [{ type: 'scratch', confidence: 0.9, part: null, plausible: false, vehicleAreaPct: 0 }],
    })
  })
})
