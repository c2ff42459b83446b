import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ring } from '../../inference/geometry/types.ts'
import { outlineText, stringifyAnswer } from '../../schema/outline-text.ts'

const ring = fc.array(fc.tuple(fc.double({ noNaN: true }), fc.integer()), { maxLength: 8 })
/** Anything that an answer can hold, with outlines anywhere in it. */
const answer = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    ring.map((points) => ({ points })),
    fc.string(),
    fc.double(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value

/** The same with `made` of the points in the place of every outline. */
function withOutlines(value: unknown, made: (ring: Ring) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withOutlines(one, made))
  if (value === null || typeof value !== 'object') return value
  if ('points' in value && Array.isArray(value.points)) return made(value.points as Ring)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withOutlines(one, made)]))
}

describe('an answer with outlines', () => {
  it('is written as if they were arrays, also the second time', () => {
    fc.assert(
      fc.property(answer, (given) => {
        const expected = JSON.stringify(withOutlines(given, (points) => points))
        const written = withOutlines(given, outlineText)
        expect(stringifyAnswer(written)).toBe(expected)
        expect(stringifyAnswer(written)).toBe(expected)
      }),
    )
  })

  it('has them as arrays for whoever else writes it', () => {
    const points: Ring = [[0.5, 1]]
    expect(JSON.stringify({ polygon: outlineText(points) })).toBe('{"polygon":[[0.5,1]]}')
    // A failure in between leaves nothing behind.
    const broken = { polygon: outlineText(points), toFail: { toJSON: () => JSON.parse('') } }
    expect(() => stringifyAnswer(broken)).toThrow()
    expect(JSON.stringify({ polygon: outlineText(points) })).toBe('{"polygon":[[0.5,1]]}')
  })
})
