import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareAfterKey, shareAt } from '../../../web/compare-slider/slider-position.ts'

const press = (share: number, key: string, shiftKey = false) => shareAfterKey(share, { key, shiftKey })

describe('the border between two pictures', () => {
  it('follows the pointer, and stops at the sides', () => {
    expect(shareAt(150, 600)).toBe(25)
    expect(shareAt(-20, 600)).toBe(0)
    expect(shareAt(700, 600)).toBe(100)
  })

  it.each([
    ['ArrowLeft', 48],
    ['ArrowRight', 52],
    ['PageUp', 60],
    ['PageDown', 40],
    ['Home', 0],
    ['End', 100],
  ])('goes with %s from the middle to %d', (key, share) => {
    expect(press(50, key)).toBe(share)
  })

  it('leaves other keys to the page', () => {
    expect(press(50, 'Tab')).toBeNull()
  })

  it('never leaves the picture', () => {
    const keys = fc.array(fc.constantFrom('ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'))
    fc.assert(
      fc.property(keys, fc.boolean(), (pressed, shift) => {
        const share = pressed.reduce((at, key) => press(at, key, shift) ?? at, 50)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(100)
      }),
    )
  })
})
