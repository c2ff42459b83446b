import { type KeyboardEvent, useId, useReducer, useState } from 'react'
import type { Point } from '../../inference/geometry/types.ts'
import { useLeaveWarning } from '../components/use-leave-warning.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { BeginClose, FollowCross } from './bring-into-view.tsx'
import { describeFault } from './describe-fault.ts'
import { DraftOutline } from './draft-outline.tsx'
import { commandOf, type EditorCommand } from './editor-keys.ts'
import { edit, faultOf, startEditing } from './editor-state.ts'
import { EditorToolbar } from './editor-toolbar.tsx'
import { OutlineEdges } from './outline-edges.tsx'
import { inPhoto } from './outline-edits.ts'
import { PhotoStage } from './photo-stage.tsx'
import styles from './polygon-editor.module.css'
import type { PolygonEditorProps } from './types.ts'
import { useEditorPointer } from './use-editor-pointer.ts'
import { useViewStore } from './use-view-store.ts'
import { VertexHandles } from './vertex-handles.tsx'
import type { Size } from './view.ts'

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
  const [spoken, setSpoken] = useState('')
  const [asked, setAsked] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const reason = useId()
  const { outlines, draft } = state.history.present
  const fault = faultOf(state)
  const changed = state.history.past.length > 0
  useLeaveWarning(changed)

  const run = (command: EditorCommand) => {
    setLeaving(false)
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
    // A key is pressed by mistake more easily than the button that says what it does.
    if (command.kind === 'cancel' && changed && !leaving) setLeaving(true)
    else run(command)
    return true
  }

  const onAim = (at: Point | null) => {
    // Leaving the photo with the pointer leaves the keyboard its place.
    if (at) setCross(inPhoto(at))
    setByKeyboard(false)
  }
  const { grip, talk, cursor } = useEditorPointer({ state, run, onAim })

  const telling = fault && (asked || fault.code === 'CROSSES_ITSELF') ? fault : null
  const hint = leaving
    ? words.unsaved
    : telling
      ? describeFault(telling, texts)
      : draft
        ? words.hintDrawing
        : words.hintEditing

  return (
    <div className={styles.editor} onKeyDown={(event) => onKey(event, null)}>
      <EditorToolbar state={state} run={run} saving={saving} refused={fault !== null} reason={reason} />
      <p id={reason} className={styles.hint} data-fault={leaving || telling !== null} role="status">
        {hint}
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
          {...talk}
        >
          {(_shown, stage) => (
            <>
              <BeginClose rings={initial} views={views} stage={stage} />
              {byKeyboard && cross && <FollowCross cross={cross} views={views} stage={stage} />}
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

const WHOLE: Size = { width: 1, height: 1 }
