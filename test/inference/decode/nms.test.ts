import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nms, type Ranked } from '../../../inference/decode/nms.ts'
import { boxIou } from '../../../inference/geometry/box.ts'
import type { Box } from '../../../inference/geometry/types.ts'
import { between, times } from '../drawn/arbitraries.ts'

const ranked: fc.Arbitrary<Ranked> = fc
  .tuple(
    fc.constantFrom('scratch', 'dent'),
    fc.constantFrom(0.3, 0.5, 0.5, 0.9),
    between(0, 50),
    between(0, 50),
    between(1, 60),
  )
  .map(([label, score, x, y, side]) => ({ label, score, box: [x, y, x + side, y + side] as Box }))
const lists = fc.array(ranked, { maxLength: 15 })

describe('nms', () => {
  const at = (label: string, score: number, x: number): Ranked => ({ label, score, box: [x, 0, x + 10, 10] })

  it('keeps the best of those that overlap, best first', () => {
    const kept = nms([at('dent', 0.4, 0), at('dent', 0.9, 1), at('dent', 0.6, 30)], 0.5)
    expect(kept.map(({ score }) => score)).toEqual([0.9, 0.6])
  })

  it('lets classes overlap unless told otherwise', () => {
    const both = [at('dent', 0.4, 0), at('scratch', 0.9, 0)]
    expect(nms(both, 0.5)).toHaveLength(2)
    expect(nms(both, 0.5, { classAware: false })).toEqual([both[1]])
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const once = nms(list, 0.4)
        expect(nms(once, 0.4)).toEqual(once)
      }),
      times(100),
    )
  })

  it('does not depend on the order of its input', () => {
    fc.assert(
      fc.property(
        lists.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(nms(shuffled, 0.4)).toEqual(nms(list, 0.4))
        },
      ),
      times(100),
    )
  })

  it('leaves no two of a class that overlap more, and drops nothing without such a reason', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const kept = nms(list, 0.4)
        const clash = (a: Ranked, b: Ranked) => a !== b && a.label === b.label && boxIou(a.box, b.box) > 0.4
        expect(kept.some((a) => kept.some((b) => clash(a, b)))).toBe(false)
        for (const one of list) expect(kept.includes(one) || kept.some((b) => clash(one, b))).toBe(true)
      }),
      times(100),
    )
  })
})
