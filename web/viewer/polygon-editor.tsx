import { type KeyboardEvent, useEffect, useId, useReducer, useRef, useState } from 'react'
import type { Point } from '../../inference/geometry/types.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { describeFault } from './describe-fault.ts'
import { DraftOutline } from './draft-outline.tsx'
import { commandOf, type EditorCommand } from './editor-keys.ts'
import { edit, faultOf, startEditing } from './editor-state.ts'
import { EditorToolbar } from './editor-toolbar.tsx'
import type { Spot } from './gestures.ts'
import { closesDraft, type Grip, gripAt } from './grip.ts'
import { OutlineEdges } from './outline-edges.tsx'
import { inPhoto } from './outline-edits.ts'
import { PhotoStage } from './photo-stage.tsx'
import styles from './polygon-editor.module.css'
import type { PolygonEditorProps } from './types.ts'
import { useViewStore } from './use-view-store.ts'
import { VertexHandles } from './vertex-handles.tsx'
import { reveal, type Size, type Stage } from './view.ts'

/** Changes the outlines of a damage, or draws new ones, by pointer, finger or keyboard. */
export function PolygonEditor({
  photo,
  initial,
  type,
  others = [],
  onSave,
  onCancel,
  saving = false,
}: PolygonEditorProps) {
  const texts = useTexts()
  const words = texts.viewer.editor
  const views = useViewStore(photo.src)
  const [state, dispatch] = useReducer(edit, initial, startEditing)
  const [cross, setCross] = useState<Point | null>(null)
  const [byKeyboard, setByKeyboard] = useState(false)
  const [grip, setGrip] = useState<Grip | null>(null)
  const [spoken, setSpoken] = useState('')
  const [asked, setAsked] = useState(false)
  const drag = useRef<{ grip: Grip; from: Point; begins: boolean } | null>(null)
  const reason = useId()
  const { outlines, draft } = state.history.present
  const fault = faultOf(state)

  const run = (command: EditorCommand) => {
    switch (command.kind) {
      case 'cancel':
        return onCancel()
      case 'save':
        setAsked(true)
        if (!fault && !saving) onSave(outlines.map((ring) => [...ring]))
        return
      case 'moveCross':
        setByKeyboard(true)
        return setCross((at) => inPhoto([(at?.[0] ?? 0.5) + command.dx, (at?.[1] ?? 0.5) + command.dy]))
      case 'addDraftPoint':
        setSpoken(words.pointAdded((draft?.length ?? 0) + 1))
        break
      case 'closeDraft':
        setSpoken(words.closed)
        break
    }
    setAsked(false)
    dispatch(command)
  }

  /** @param shown null beside the photo, where keys belong to buttons except those that mean the whole editor */
  const onKey = (event: KeyboardEvent, shown: Size | null) => {
    const everywhere = event.key === 'Escape' || event.ctrlKey || event.metaKey
    if (event.altKey || (!shown && !everywhere)) return false
    const command = commandOf(event, state, shown ?? WHOLE, cross ?? [0.5, 0.5])
    if (!command) return false
    event.preventDefault()
    event.stopPropagation()
    run(command)
    return true
  }

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
  const onTap = (spot: Spot) => {
    if (draft)
      return run(
        closesDraft(spot, state) ? { kind: 'closeDraft' } : { kind: 'addDraftPoint', at: spot.photo },
      )
    const tapped = gripAt(spot, state)
    run({ kind: 'pick', picked: tapped && { ring: tapped.ring, vertex: null } })
  }
  const onPoint = (spot: Spot | null) => {
    if (draft) {
      // Leaving the photo with the pointer leaves the keyboard its place.
      if (spot) setCross(inPhoto(spot.photo))
      setByKeyboard(false)
    } else setGrip(spot && gripAt(spot, state))
  }
  const cursor = draft
    ? 'crosshair'
    : !grip
      ? 'grab'
      : grip.on === 'ring' && state.picked?.ring !== grip.ring
        ? 'pointer'
        : 'move'

  return (
    <div className={styles.editor} onKeyDown={(event) => onKey(event, null)}>
      <EditorToolbar state={state} run={run} saving={saving} refused={fault !== null} reason={reason} />
      <p
        id={reason}
        className={styles.hint}
        data-fault={fault !== null && (asked || fault.code === 'CROSSES_ITSELF')}
        role="status"
      >
        {fault && (asked || fault.code === 'CROSSES_ITSELF')
          ? describeFault(fault, texts)
          : draft
            ? words.hintDrawing
            : words.hintEditing}
      </p>
      <div className={styles.photo}>
        <PhotoStage
          photo={photo}
          views={views}
          label={words.label}
          keys={draft ? words.keysDrawing : words.keysEditing}
          takesFocus
          cursor={cursor}
          onKey={onKey}
          onGrab={onGrab}
          onDrag={onDrag}
          onDrop={() => {
            drag.current = null
          }}
          onTap={onTap}
          onPoint={onPoint}
          onDoubleTap={draft ? () => run({ kind: 'closeDraft' }) : undefined}
        >
          {(_shown, stage) => (
            <>
              <BeginClose rings={initial} views={views} stage={stage} />
              {byKeyboard && cross && <Follow cross={cross} views={views} stage={stage} />}
              <OutlineEdges
                outlines={outlines}
                others={others}
                type={type}
                picked={state.picked}
                fault={fault}
                grip={grip}
              />
              {draft && <DraftOutline draft={draft} cross={cross} type={type} />}
              {!draft && (
                <VertexHandles
                  outlines={outlines}
                  picked={state.picked}
                  onPick={(picked) => dispatch({ kind: 'pick', picked })}
                />
              )}
            </>
          )}
        </PhotoStage>
      </div>
      <p className={styles.unseen} aria-live="polite">
        {spoken}
      </p>
    </div>
  )
}

interface FollowProps {
  views: ReturnType<typeof useViewStore>
  stage: Stage
}

/** Begins close enough to the damage that its points can be told apart. */
function BeginClose({ rings, views, stage }: FollowProps & { rings: PolygonEditorProps['initial'] }) {
  const done = useRef(false)
  useEffect(() => {
    if (done.current || rings.length === 0) return
    done.current = true
    views.set(reveal(rings, { ...views.get(), zoom: CLOSE }, stage))
  }, [rings, views, stage])
  return null
}

/** Moves the photo along where the keyboard draws beyond what is in view. */
function Follow({ cross, views, stage }: FollowProps & { cross: Point }) {
  const [x, y] = cross
  useEffect(() => {
    views.set(reveal([[[x, y]]], views.get(), stage))
  }, [x, y, views, stage])
  return null
}

const CLOSE = 4
const WHOLE: Size = { width: 1, height: 1 }
