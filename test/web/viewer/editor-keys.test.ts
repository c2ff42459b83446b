import { describe, expect, it } from 'vitest'
import type { Ring } from '../../../inference/geometry/types.ts'
import { commandOf } from '../../../web/viewer/editor-keys.ts'
import { type EditorAction, type EditorState, edit, startEditing } from '../../../web/viewer/editor-state.ts'

const shown = { width: 1000, height: 500 }
const square: Ring = [
  [0.2, 0.2],
  [0.4, 0.2],
  [0.4, 0.4],
  [0.2, 0.4],
]
const press = (name: string, state: EditorState) => {
  const [key = '', ...modifiers] = name.split('+').toReversed()
  const held = (modifier: string) => modifiers.includes(modifier)
  return commandOf(
    {
      key: key === 'Space' ? ' ' : key,
      shiftKey: held('Shift'),
      ctrlKey: held('Ctrl'),
      metaKey: held('Meta'),
    },
    state,
    shown,
    [0.5, 0.5],
  )
}
const editing = edit(startEditing([square]), { kind: 'pick', picked: { ring: 0, vertex: 1 } })
const drawing = (...points: Ring) =>
  points.map((at): EditorAction => ({ kind: 'addDraftPoint', at })).reduce(edit, startEditing([]))

describe('keys of the outline editor', () => {
  it.each([
    ['ArrowRight', { kind: 'nudge', dx: 0.002, dy: 0 }],
    ['Shift+ArrowUp', { kind: 'nudge', dx: 0, dy: -0.032 }],
    ['Delete', { kind: 'removePicked' }],
    ['Insert', { kind: 'insert', ring: 0, edge: 1, at: [0.4, expect.closeTo(0.3, 9)] }],
    ['Enter', { kind: 'save' }],
    ['Escape', { kind: 'pick', picked: null }],
    ['Ctrl+z', { kind: 'undo' }],
    ['Shift+Meta+z', { kind: 'redo' }],
    ['Ctrl+y', { kind: 'redo' }],
  ])('%s works on the picked point', (key, command) => {
    const found = press(key, editing)
    expect(found).toMatchObject(command.kind === 'nudge' ? { kind: 'nudge' } : command)
    if (found?.kind === 'nudge' && 'dx' in command) {
      expect(found.dx).toBeCloseTo(command.dx ?? 0, 9)
      expect(found.dy).toBeCloseTo(command.dy ?? 0, 9)
    }
  })

  it('leaves arrows to the photo while nothing is picked, and ends with Escape', () => {
    const idle = startEditing([square])
    expect(press('ArrowRight', idle)).toBeNull()
    expect(press('Escape', idle)).toEqual({ kind: 'cancel' })
  })

  it('draws without a pointer', () => {
    expect(press('ArrowDown', drawing())).toMatchObject({ kind: 'moveCross', dx: 0 })
    expect(press('Space', drawing())).toEqual({ kind: 'addDraftPoint', at: [0.5, 0.5] })
    expect(press('Enter', drawing([0, 0], [1, 0], [1, 1]))).toEqual({ kind: 'closeDraft' })
    expect(press('Backspace', drawing([0, 0]))).toEqual({ kind: 'undo' })
  })

  it('says what is missing rather than nothing when Enter comes too early', () => {
    expect(press('Enter', drawing([0, 0]))).toEqual({ kind: 'save' })
  })

  it('keeps the other pieces when a new one is given up', () => {
    const another = edit(startEditing([square]), { kind: 'startDraft' })
    expect(press('Escape', another)).toEqual({ kind: 'cancelDraft' })
    expect(press('Escape', drawing([0, 0]))).toEqual({ kind: 'cancel' })
  })
})
