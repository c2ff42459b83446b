import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clampView,
  fittedSize,
  maxZoom,
  panBy,
  reveal,
  type Stage,
  toFrame,
  toPhoto,
  type View,
  wholePhoto,
  zoomAbout,
} from '../../../web/viewer/view.ts'
import { point, share, simpleRing, stage } from './shapes.ts'

const view: fc.Arbitrary<View> = fc.record({
  zoom: fc.double({ min: 1, max: 40, noNaN: true }),
  cx: share,
  cy: share,
})
const square: Stage = { frame: { width: 400, height: 400 }, photo: { width: 1000, height: 1000 } }

describe('a view of a photo', () => {
  it('shows the whole photo, centred, at zoom 1', () => {
    const wide: Stage = { frame: { width: 400, height: 400 }, photo: { width: 1000, height: 500 } }
    expect(fittedSize(wide)).toEqual({ width: 400, height: 200 })
    expect(toFrame([0, 0], wholePhoto, wide)).toEqual([0, 100])
    expect(toFrame([1, 1], wholePhoto, wide)).toEqual([400, 300])
  })

  it('takes a point to the frame and back', () => {
    fc.assert(
      fc.property(point, view, stage, (at, looked, on) => {
        const [x, y] = toPhoto(toFrame(at, looked, on), looked, on)
        expect(x).toBeCloseTo(at[0], 9)
        expect(y).toBeCloseTo(at[1], 9)
      }),
    )
  })

  it('never shows more beside the photo than it must', () => {
    fc.assert(
      fc.property(
        view,
        stage,
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: -5000, max: 5000 }),
        (looked, on, dx, dy) => {
          const moved = panBy(looked, dx, dy, on)
          const [left, top] = toFrame([0, 0], moved, on)
          const [right, bottom] = toFrame([1, 1], moved, on)
          for (const [low, high, frame] of [
            [left, right, on.frame.width],
            [top, bottom, on.frame.height],
          ] as const) {
            if (high - low >= frame - 1e-6) {
              expect(low).toBeLessThanOrEqual(1e-6)
              expect(high).toBeGreaterThanOrEqual(frame - 1e-6)
            } else {
              expect(low).toBeCloseTo(frame - high, 4)
            }
          }
        },
      ),
    )
  })

  it('stays as it is when clamped twice', () => {
    fc.assert(
      fc.property(view, stage, (looked, on) => {
        const once = clampView(looked, on)
        expect(clampView(once, on)).toEqual(once)
      }),
    )
  })

  it('keeps what is under the pointer when zooming in the middle of the photo', () => {
    const about: [number, number] = [230, 180]
    const before = toPhoto(about, wholePhoto, square)
    const after = toPhoto(about, zoomAbout(wholePhoto, 3, about, square), square)
    expect(after[0]).toBeCloseTo(before[0], 9)
    expect(after[1]).toBeCloseTo(before[1], 9)
  })

  it('zooms between the whole photo and a limit, whatever the wheel says', () => {
    fc.assert(
      fc.property(
        view,
        stage,
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        point,
        (looked, on, factor, at) => {
          const about: [number, number] = [at[0] * on.frame.width, at[1] * on.frame.height]
          const { zoom } = zoomAbout(looked, factor, about, on)
          expect(zoom).toBeGreaterThanOrEqual(1)
          expect(zoom).toBeLessThanOrEqual(maxZoom(on))
        },
      ),
    )
  })

  it('drags by the pixels that the pointer moved, where there is room', () => {
    const near: View = { zoom: 4, cx: 0.5, cy: 0.5 }
    const [x, y] = toFrame([0.5, 0.5], near, square)
    const [movedX, movedY] = toFrame([0.5, 0.5], panBy(near, 30, -20, square), square)
    expect(movedX - x).toBeCloseTo(30, 9)
    expect(movedY - y).toBeCloseTo(-20, 9)
  })

  it('brings an outline into view, all of it', () => {
    fc.assert(
      fc.property(simpleRing, view, stage, (ring, looked, on) => {
        const shown = reveal([ring], looked, on)
        for (const at of ring) {
          const [x, y] = toFrame(at, shown, on)
          expect(x).toBeGreaterThanOrEqual(-1e-6)
          expect(x).toBeLessThanOrEqual(on.frame.width + 1e-6)
          expect(y).toBeGreaterThanOrEqual(-1e-6)
          expect(y).toBeLessThanOrEqual(on.frame.height + 1e-6)
        }
      }),
    )
  })

  it('does not move for an outline that is in view', () => {
    const near: View = { zoom: 2, cx: 0.5, cy: 0.5 }
    expect(
      reveal(
        [
          [
            [0.45, 0.45],
            [0.55, 0.45],
            [0.5, 0.55],
          ],
        ],
        near,
        square,
      ),
    ).toEqual(near)
  })
})
