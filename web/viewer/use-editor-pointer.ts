import { useRef, useState } from 'react'
import type { Point } from '../../inference/geometry/types.ts'
import type { EditorCommand } from './editor-keys.ts'
import type { EditorState } from './editor-state.ts'
import type { PointerTalk, Spot } from './gestures.ts'
import { closesDraft, type Grip, gripAt } from './grip.ts'

interface EditorPointerDeps {
  state: EditorState
  run: (command: EditorCommand) => void
  /** Told where the pointer is while an outline is drawn, 0 to 1 across the photo; null when it has left. */
  onAim: (at: Point | null) => void
}

/** What a pointer or finger does to the outlines, and what it would take hold of where it is. */
export function useEditorPointer({ state, run, onAim }: EditorPointerDeps) {
  const [grip, setGrip] = useState<Grip | null>(null)
  const drag = useRef<{ grip: Grip; from: Point; begins: boolean } | null>(null)
  const { draft } = state.history.present

  const onGrab = (spot: Spot) => {
    if (draft) return false
    const held = gripAt(spot, state)
    // A piece is dragged once it is picked; before that the photo is, as everywhere else.
    if (!held || (held.on === 'ring' && state.picked?.ring !== held.ring)) return false
    if (held.on === 'vertex') run({ kind: 'pick', picked: { ring: held.ring, vertex: held.vertex } })
    drag.current = { grip: held, from: spot.photo, begins: true }
    return true
  }
  const onDrag = ({ photo: at }: Spot) => {
    const held = drag.current
    if (!held) return
    const { begins } = held
    if (held.grip.on === 'ring') {
      run({
        kind: 'dragRing',
        ring: held.grip.ring,
        dx: at[0] - held.from[0],
        dy: at[1] - held.from[1],
        begins,
      })
      held.from = at
    } else if (held.grip.on === 'vertex') {
      run({ kind: 'dragVertex', picked: held.grip, to: at, begins })
    } else {
      const { ring, edge } = held.grip
      run({ kind: 'insert', ring, edge, at })
      held.grip = { on: 'vertex', ring, vertex: edge + 1 }
    }
    held.begins = false
  }
  const onDrop = () => {
    drag.current = null
  }
  const onTap = (spot: Spot) => {
    if (draft)
      return run(
        closesDraft(spot, state) ? { kind: 'closeDraft' } : { kind: 'addDraftPoint', at: spot.photo },
      )
    const tapped = gripAt(spot, state)
    run({ kind: 'pick', picked: tapped && { ring: tapped.ring, vertex: null } })
  }
  const onPoint = (spot: Spot | null) => {
    if (draft) onAim(spot && spot.photo)
    else setGrip(spot && gripAt(spot, state))
  }
  const onDoubleTap = draft ? () => run({ kind: 'closeDraft' }) : undefined

  const talk: PointerTalk = { onGrab, onDrag, onDrop, onTap, onPoint, onDoubleTap }
  return { grip, talk, cursor: cursorOf(grip, state) }
}

/** Shows what pressing would do. */
function cursorOf(grip: Grip | null, state: EditorState): 'crosshair' | 'grab' | 'pointer' | 'move' {
  const { history, picked } = state
  if (history.present.draft) return 'crosshair'
  if (!grip) return 'grab'
  return grip.on === 'ring' && picked?.ring !== grip.ring ? 'pointer' : 'move'
}
