import { describe, expect, it } from 'vitest'
import type { Ring } from '../../../inference/geometry/types.ts'
import { labelChanges } from '../../../web/review/label-changes.ts'
import { nextUnreviewed, stepThrough } from '../../../web/review/next-damage.ts'
import { nextPhoto } from '../../../web/review/next-photo.ts'
import { shortcutOf, shortcuts } from '../../../web/review/shortcuts.ts'
import { suggestPart } from '../../../web/review/suggest-part.ts'

const damage = (id: string, state = 'UNREVIEWED') => ({ id, state })

describe('the next damage', () => {
  it('is the next one that nobody has judged, around the end of the list', () => {
    const damages = [damage('a'), damage('b', 'CONFIRMED'), damage('c'), damage('d', 'REJECTED')]
    expect(nextUnreviewed(damages, 'a')).toBe('c')
    expect(nextUnreviewed(damages, 'c')).toBe('a')
    expect(nextUnreviewed(damages, null)).toBe('a')
  })

  it('is none once all are judged, or only the present one is left', () => {
    expect(nextUnreviewed([damage('a', 'CONFIRMED')], 'a')).toBeNull()
    expect(nextUnreviewed([damage('a'), damage('b', 'CONFIRMED')], 'a')).toBeNull()
    expect(nextUnreviewed([], null)).toBeNull()
  })

  it('by hand is the neighbour, judged or not, around both ends', () => {
    const damages = [damage('a'), damage('b', 'REJECTED'), damage('c')]
    expect(stepThrough(damages, 'a', 1)).toBe('b')
    expect(stepThrough(damages, 'c', 1)).toBe('a')
    expect(stepThrough(damages, 'a', -1)).toBe('c')
    expect(stepThrough(damages, 'gone', -1)).toBe('c')
    expect(stepThrough([], null, 1)).toBeNull()
  })
})

describe('the next photo', () => {
  const claim = (id: string, ...photos: string[]) => ({
    id,
    photosToReview: photos.map((photo) => ({ id: photo })),
  })

  it('is another one of the claim, before any other claim', () => {
    const own = claim('mine', 'p1', 'p2')
    expect(nextPhoto({ claim: 'mine', photo: 'p1' }, own, [claim('old', 'x')])).toEqual({
      claim: 'mine',
      photo: 'p2',
    })
  })

  it('is of the claim that has waited longest, else', () => {
    const queue = [claim('newer', 'n1'), claim('oldest', 'o1')]
    expect(nextPhoto({ claim: 'mine', photo: 'p1' }, claim('mine', 'p1'), queue)).toEqual({
      claim: 'oldest',
      photo: 'o1',
    })
    expect(nextPhoto({ claim: 'oldest', photo: 'o1' }, claim('oldest', 'o1'), queue)).toEqual({
      claim: 'newer',
      photo: 'n1',
    })
  })

  it('is none when nothing else waits', () => {
    expect(nextPhoto({ claim: 'mine', photo: 'p1' }, claim('mine', 'p1'), [claim('mine', 'p1')])).toBeNull()
  })
})

describe('a suggested part', () => {
  const box = (x: number, y: number, size: number): Ring => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ]
  const parts = [
    { name: 'front_bumper', polygon: box(0, 0, 1) },
    { name: 'front_left_light', polygon: box(0.1, 0.1, 0.2) },
  ]

  it('is the smallest that has most of the outline, as a lamp lies in a bumper', () => {
    expect(suggestPart([box(0.15, 0.15, 0.1)], parts)).toBe('front_left_light')
    expect(suggestPart([box(0.6, 0.6, 0.1)], parts)).toBe('front_bumper')
  })

  it('is none beside all parts', () => {
    expect(suggestPart([box(2, 2, 0.1)], parts)).toBeNull()
    expect(suggestPart([], parts)).toBeNull()
  })
})

describe('a relabelled damage', () => {
  const before = { type: 'dent', part: 'hood', severity: 'MINOR', state: 'UNREVIEWED' } as const
  const { state: _state, ...label } = before

  it('sends what differs alone, so that the rest stays the model’s word', () => {
    expect(labelChanges(before, { ...label, part: null, note: 'roof' })).toEqual({
      verdict: 'CORRECT',
      part: null,
      note: 'roof',
    })
  })

  it('sends nothing when nothing differs', () => {
    expect(labelChanges(before, { ...label, note: null })).toBeNull()
  })

  it.each([
    ['UNREVIEWED', 'CONFIRM'],
    ['CORRECTED', 'CONFIRM'],
    ['REJECTED', 'REJECT'],
  ])('loses no note on a damage that is %s, though nothing differs', (state, verdict) => {
    const note = 'seen on the second photo, too'
    expect(labelChanges({ ...before, state }, { ...label, note })).toEqual({ verdict, note })
  })
})

describe('the keys of the review', () => {
  const press = (key: string, modifiers = {}) =>
    shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers })

  it('mean one thing each', () => {
    const keys = Object.values(shortcuts).flat()
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('work in capitals, and leave combinations to the browser', () => {
    expect(press('C')).toBe('confirm')
    expect(press('c', { ctrlKey: true })).toBeNull()
    expect(press('r', { metaKey: true })).toBeNull()
    expect(press('z', { ctrlKey: true })).toBe('undo')
    expect(press('Tab')).toBeNull()
  })
})
