import type { Point } from '../../inference/geometry/types.ts'
import type { EditorAction, EditorState } from './editor-state.ts'
import type { Size } from './view.ts'

export type EditorCommand =
  | EditorAction
  | { kind: 'save' | 'cancel' }
  | { kind: 'moveCross'; dx: number; dy: number }

interface Key {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}

/** CSS pixels that an arrow key moves by. */
const NUDGE = 2
const FAR = 16

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * What a key means to the editor; null for a key that is not its own.
 *
 * @param shown the photo's size in CSS pixels: the closer one looks, the finer the arrows move
 * @param cross where the keyboard draws, 0 to 1 across the photo
 */
export function commandOf(key: Key, state: EditorState, shown: Size, cross: Point): EditorCommand | null {
  const { draft, outlines } = state.history.present
  if (key.ctrlKey || key.metaKey) return withControl(key)
  const arrow = arrows[key.key]
  const step = draft ? FAR / 2 : NUDGE
  const by = arrow && {
    dx: (arrow[0] * (key.shiftKey ? 8 * step : step)) / shown.width,
    dy: (arrow[1] * (key.shiftKey ? 8 * step : step)) / shown.height,
  }
  if (draft) {
    if (by) return { kind: 'moveCross', ...by }
    if (key.key === ' ') return { kind: 'addDraftPoint', at: cross }
    if (key.key === 'Enter') return draft.length >= 3 ? { kind: 'closeDraft' } : { kind: 'save' }
    if (key.key === 'Backspace' || key.key === 'Delete') return { kind: 'undo' }
    if (key.key === 'Escape') return outlines.length > 0 ? { kind: 'cancelDraft' } : { kind: 'cancel' }
    return null
  }
  const { picked } = state
  if (key.key === 'Enter') return { kind: 'save' }
  if (key.key === 'Escape') return picked ? { kind: 'pick', picked: null } : { kind: 'cancel' }
  if (!picked) return null
  if (by) return { kind: 'nudge', ...by }
  if (key.key === 'Delete' || key.key === 'Backspace') return { kind: 'removePicked' }
  if (key.key === 'Insert' || key.key === 'i') return insertAfter(state)
  return null
}

function withControl({ key, shiftKey }: Key): EditorCommand | null {
  const letter = key.toLowerCase()
  if (letter === 'z') return { kind: shiftKey ? 'redo' : 'undo' }
  if (letter === 'y') return { kind: 'redo' }
  return letter === 'enter' || letter === 's' ? { kind: 'save' } : null
}

/** A new point halfway to the next one. */
function insertAfter({ history, picked }: EditorState): EditorCommand | null {
  const ring = picked && history.present.outlines[picked.ring]
  if (!ring || picked.vertex === null) return null
  const [ax, ay] = ring[picked.vertex] as Point
  const [bx, by] = ring[(picked.vertex + 1) % ring.length] as Point
  return { kind: 'insert', ring: picked.ring, edge: picked.vertex, at: [(ax + bx) / 2, (ay + by) / 2] }
}
