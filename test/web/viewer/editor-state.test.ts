import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ring } from '../../../inference/geometry/types.ts'
import {
  type EditorAction,
  type EditorState,
  edit,
  faultOf,
  startEditing,
} from '../../../web/viewer/editor-state.ts'
import { point, simpleRing } from './shapes.ts'

const triangle: Ring = [
  [0.2, 0.2],
  [0.6, 0.2],
  [0.4, 0.6],
]
const after = (state: EditorState, ...actions: EditorAction[]) => actions.reduce(edit, state)
const outlines = (state: EditorState) => state.history.present.outlines

const shift = fc.double({ min: -2, max: 2, noNaN: true })
const index = fc.nat({ max: 8 })
const action: fc.Arbitrary<EditorAction> = fc.oneof(
  fc.constantFrom<EditorAction>(
    { kind: 'startDraft' },
    { kind: 'closeDraft' },
    { kind: 'cancelDraft' },
    { kind: 'undo' },
    { kind: 'redo' },
    { kind: 'removePicked' },
  ),
  fc.record({ kind: fc.constant('addDraftPoint' as const), at: point }),
  fc.record({ kind: fc.constant('nudge' as const), dx: shift, dy: shift }),
  fc.record({
    kind: fc.constant('pick' as const),
    picked: fc.record({ ring: fc.constant(0), vertex: fc.option(fc.constantFrom(0, 1, 2)) }),
  }),
  fc.record({
    kind: fc.constant('dragVertex' as const),
    picked: fc.record({ ring: fc.constant(0), vertex: index }),
    to: fc.tuple(shift, shift),
    begins: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('dragRing' as const),
    ring: fc.constant(0),
    dx: shift,
    dy: shift,
    begins: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('insert' as const), ring: fc.constant(0), edge: index, at: point }),
)

describe('editing outlines', () => {
  it('keeps every point within the photo, whatever is done', () => {
    fc.assert(
      fc.property(simpleRing, fc.array(action, { maxLength: 40 }), (ring, actions) => {
        const state = after(startEditing([ring]), ...actions)
        for (const value of [...outlines(state), state.history.present.draft ?? []].flat(2)) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('never leaves an outline of fewer than three points, nor a pick of what is gone', () => {
    fc.assert(
      fc.property(simpleRing, fc.array(action, { maxLength: 40 }), (ring, actions) => {
        let state = startEditing([ring])
        for (const one of actions) {
          // A person can only pick what is there.
          if (one.kind === 'pick' && !outlines(state)[0]) continue
          if (
            (one.kind === 'dragVertex' || one.kind === 'dragRing' || one.kind === 'insert') &&
            !outlines(state)[0]
          )
            continue
          state = edit(state, one)
          expect(outlines(state).every((points) => points.length >= 3)).toBe(true)
          if (state.picked && one.kind !== 'pick' && one.kind !== 'dragVertex') {
            expect(outlines(state)[state.picked.ring]).toBeDefined()
          }
        }
      }),
    )
  })

  it('undoes every step back to where it began, and does them all again', () => {
    fc.assert(
      fc.property(simpleRing, fc.array(action, { maxLength: 40 }), (ring, actions) => {
        const start = startEditing([ring])
        const end = after(start, ...actions.filter(({ kind }) => kind !== 'undo' && kind !== 'redo'))
        // A drag that does not begin amends what is there, as the pointer does after its first move.
        if (actions.some((one) => 'begins' in one && !one.begins)) return
        let state = end
        for (let step = 0; step < 50; step++) state = edit(state, { kind: 'undo' })
        expect(state.history.present).toEqual(start.history.present)
        for (let step = 0; step < 50; step++) state = edit(state, { kind: 'redo' })
        expect(state.history.present).toEqual(end.history.present)
      }),
    )
  })

  it('moves a piece as a whole without changing its shape, and stops at the border', () => {
    fc.assert(
      fc.property(simpleRing, shift, shift, (ring, dx, dy) => {
        const [moved = []] = outlines(
          edit(startEditing([ring]), { kind: 'dragRing', ring: 0, dx, dy, begins: true }),
        )
        moved.forEach(([x, y], at) => {
          expect(x - (moved[0]?.[0] ?? 0)).toBeCloseTo((ring[at]?.[0] ?? 0) - (ring[0]?.[0] ?? 0), 9)
          expect(y - (moved[0]?.[1] ?? 0)).toBeCloseTo((ring[at]?.[1] ?? 0) - (ring[0]?.[1] ?? 0), 9)
        })
      }),
    )
  })

  it('takes a whole drag back in one step', () => {
    const picked = { ring: 0, vertex: 1 }
    const dragged = after(
      startEditing([triangle]),
      { kind: 'dragVertex', picked, to: [0.7, 0.2], begins: true },
      { kind: 'dragVertex', picked, to: [0.8, 0.3], begins: false },
    )
    expect(outlines(dragged)[0]?.[1]).toEqual([0.8, 0.3])
    expect(outlines(edit(dragged, { kind: 'undo' }))).toEqual([triangle])
  })

  it('inserts a point on an edge and picks it', () => {
    const state = edit(startEditing([triangle]), { kind: 'insert', ring: 0, edge: 2, at: [0.3, 0.4] })
    expect(outlines(state)[0]).toEqual([...triangle, [0.3, 0.4]])
    expect(state.picked).toEqual({ ring: 0, vertex: 3 })
  })

  it('goes on from the point before a removed one', () => {
    const square: Ring = [...triangle, [0.2, 0.5]]
    const state = after(
      startEditing([square]),
      { kind: 'pick', picked: { ring: 0, vertex: 2 } },
      { kind: 'removePicked' },
    )
    expect(outlines(state)[0]).toEqual([square[0], square[1], square[3]])
    expect(state.picked).toEqual({ ring: 0, vertex: 1 })
  })

  it('draws an outline point by point, and cannot save it before it is closed', () => {
    const drawing = after(
      startEditing([]),
      ...triangle.map((at): EditorAction => ({ kind: 'addDraftPoint', at })),
    )
    expect(faultOf(drawing)?.code).toBe('TOO_FEW_POINTS')
    const closed = edit(drawing, { kind: 'closeDraft' })
    expect(outlines(closed)).toEqual([triangle])
    expect(faultOf(closed)).toBeNull()
  })

  it('does not close an outline of two points', () => {
    const drawing = after(
      startEditing([]),
      { kind: 'addDraftPoint', at: [0, 0] },
      { kind: 'addDraftPoint', at: [1, 1] },
    )
    expect(edit(drawing, { kind: 'closeDraft' })).toBe(drawing)
  })

  it('drops points that rounding laid on top of each other', () => {
    const state = startEditing([[...triangle.slice(0, 1), ...triangle, ...triangle.slice(0, 1)]])
    expect(outlines(state)).toEqual([triangle])
    expect(faultOf(state)).toBeNull()
  })
})
