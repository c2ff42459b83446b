import type { Point, Ring } from '../../inference/geometry/types.ts'
import { amend, type History, record, redo, startHistory, undo } from './history.ts'
import { openKeyholes } from './open-keyholes.ts'
import {
  addRing,
  inPhoto,
  insertVertex,
  moveRing,
  moveVertex,
  type Outlines,
  removeRing,
  removeVertex,
} from './outline-edits.ts'
import { findFault, type OutlineFault } from './outline-faults.ts'

/** What undo and redo step through. Coordinates are 0 to 1 across the photo. */
export interface Drawing {
  outlines: Outlines
  /** The points of an outline that is being drawn; null when none is. */
  draft: Ring | null
}

/** A piece, or one of its points. */
export interface Picked {
  ring: number
  vertex: number | null
}

export interface EditorState {
  history: History<Drawing>
  picked: Picked | null
}

export type EditorAction =
  | { kind: 'startDraft' | 'closeDraft' | 'cancelDraft' | 'undo' | 'redo' | 'removePicked' }
  | { kind: 'addDraftPoint'; at: Point }
  | { kind: 'pick'; picked: Picked | null }
  /** `begins` with the first move of a drag: the whole drag is one step to undo. */
  | { kind: 'dragVertex'; picked: { ring: number; vertex: number }; to: Point; begins: boolean }
  | { kind: 'dragRing'; ring: number; dx: number; dy: number; begins: boolean }
  | { kind: 'nudge'; dx: number; dy: number }
  | { kind: 'insert'; ring: number; edge: number; at: Point }

/** @param initial the outlines to change; with none, drawing starts at once */
export function startEditing(initial: readonly Ring[]): EditorState {
  const outlines = initial.map(withoutRepeats).map(openKeyholes)
  return { history: startHistory({ outlines, draft: outlines.length === 0 ? [] : null }), picked: null }
}

export function edit(state: EditorState, action: EditorAction): EditorState {
  const { history, picked } = state
  const { outlines, draft } = history.present
  const step = (next: Partial<Drawing>, nowPicked: Picked | null = picked): EditorState => ({
    history: record(history, { outlines, draft, ...next }),
    picked: nowPicked,
  })
  const drag = (next: Outlines, begins: boolean, nowPicked: Picked): EditorState => ({
    history: (begins ? record : amend)(history, { outlines: next, draft }),
    picked: nowPicked,
  })
  switch (action.kind) {
    case 'startDraft':
      return draft ? state : step({ draft: [] }, null)
    case 'addDraftPoint': {
      const at = inPhoto(action.at)
      const last = draft?.at(-1)
      return !draft || (last && same(last, at)) ? state : step({ draft: [...draft, at] })
    }
    case 'closeDraft':
      return draft && draft.length >= 3
        ? step({ outlines: addRing(outlines, draft), draft: null }, { ring: outlines.length, vertex: null })
        : state
    case 'cancelDraft':
      return draft ? step({ draft: null }) : state
    case 'pick':
      return { history, picked: action.picked }
    case 'dragVertex': {
      const { ring, vertex } = action.picked
      return drag(moveVertex(outlines, ring, vertex, action.to), action.begins, action.picked)
    }
    case 'dragRing':
      return drag(moveRing(outlines, action.ring, action.dx, action.dy), action.begins, {
        ring: action.ring,
        vertex: null,
      })
    case 'nudge':
      return picked ? step({ outlines: nudged(outlines, picked, action) }) : state
    case 'insert': {
      const { ring, edge, at } = action
      return step({ outlines: insertVertex(outlines, ring, edge, at) }, { ring, vertex: edge + 1 })
    }
    case 'removePicked':
      return picked ? step({ outlines: without(outlines, picked) }, afterRemoval(outlines, picked)) : state
    case 'undo':
      return settled({ history: undo(history), picked })
    case 'redo':
      return settled({ history: redo(history), picked })
  }
}

/** Why this cannot be saved yet; null when it can. */
export function faultOf({ history }: EditorState): OutlineFault | null {
  const { outlines, draft } = history.present
  if (draft && draft.length > 0) return { code: 'TOO_FEW_POINTS', ring: outlines.length }
  return findFault(outlines)
}

const same = ([ax, ay]: Point, [bx, by]: Point) => ax === bx && ay === by

/** The API rounds, so that points of tiny outlines may coincide. */
function withoutRepeats(ring: Ring): Ring {
  const points = ring.filter((point, at) => at === 0 || !same(point, ring[at - 1] as Point))
  return points.length > 1 && same(points[0] as Point, points.at(-1) as Point) ? points.slice(0, -1) : points
}

function nudged(outlines: Outlines, { ring, vertex }: Picked, { dx, dy }: { dx: number; dy: number }) {
  if (vertex === null) return moveRing(outlines, ring, dx, dy)
  const [x, y] = outlines[ring]?.[vertex] ?? [0, 0]
  return moveVertex(outlines, ring, vertex, [x + dx, y + dy])
}

const without = (outlines: Outlines, { ring, vertex }: Picked): Outlines =>
  vertex === null ? removeRing(outlines, ring) : removeVertex(outlines, ring, vertex)

/** The point before the removed one, so that the keyboard goes on from there; none where the piece is gone. */
function afterRemoval(outlines: Outlines, { ring, vertex }: Picked): Picked | null {
  const points = outlines[ring]
  return vertex === null || !points || points.length <= 3 ? null : { ring, vertex: Math.max(0, vertex - 1) }
}

/** Lets go of what undoing took away. */
function settled({ history, picked }: EditorState): EditorState {
  const points = picked && history.present.outlines[picked.ring]
  const there = points && (picked.vertex === null || picked.vertex < points.length)
  return { history, picked: there ? picked : null }
}
