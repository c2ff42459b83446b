import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Label, type LabelWish, layOutLabels } from '../../../web/viewer/label-layout.ts'
import { simpleRing } from './shapes.ts'

const shown = { width: 800, height: 600 }
const widthOf = (text: string) => text.length * 7
const wishes = fc
  .array(simpleRing, { minLength: 1, maxLength: 60 })
  .map((rings) =>
    rings.map(
      (ring, at): LabelWish => ({ id: `${at}`, ring, full: 'Broken part 87%', short: 'Broken part' }),
    ),
  )
const shared = (a: Label, b: Label) =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

describe('labels beside damages', () => {
  it('stay on the photo, and hide at most a quarter of each other', () => {
    fc.assert(
      fc.property(wishes, (asked) => {
        const labels = layOutLabels(asked, shown, widthOf)
        labels.forEach((label, at) => {
          expect(label.x).toBeGreaterThanOrEqual(0)
          expect(label.y).toBeGreaterThanOrEqual(0)
          expect(label.x + label.width).toBeLessThanOrEqual(shown.width + 1e-9)
          expect(label.y + label.height).toBeLessThanOrEqual(shown.height + 1e-9)
          const hidden = labels.slice(0, at).reduce((sum, other) => sum + shared(label, other), 0)
          expect(hidden).toBeLessThanOrEqual(0.25 * label.width * label.height + 1e-6)
        })
      }),
      { numRuns: 50 },
    )
  })

  it('always name the damage that is looked at, however crowded the photo is', () => {
    fc.assert(
      fc.property(wishes, (asked) => {
        expect(layOutLabels(asked, shown, widthOf, 1).map(({ id }) => id)).toContain('0')
      }),
      { numRuns: 50 },
    )
  })
})
