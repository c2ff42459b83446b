import { Check, Eraser, PenTool, Redo2, Spline, Trash2, Undo2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import type { EditorCommand } from './editor-keys.ts'
import type { EditorState } from './editor-state.ts'
import styles from './polygon-editor.module.css'

interface EditorToolbarProps {
  state: EditorState
  run: (command: EditorCommand) => void
  saving: boolean
  /** The outlines cannot be saved as they are; `reason` is the id of the element that says why. */
  refused: boolean
  reason: string
}

export function EditorToolbar({ state, run, saving, refused, reason }: EditorToolbarProps) {
  const { editor } = useTexts().viewer
  const { history, picked } = state
  const { draft } = history.present
  const tool = (label: string, icon: ReactNode, command: EditorCommand, enabled: boolean) => (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={!enabled}
      onClick={() => run(command)}
    >
      {icon}
    </button>
  )
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={editor.label}>
      {tool(editor.undo, <Undo2 aria-hidden size={18} />, { kind: 'undo' }, history.past.length > 0)}
      {tool(editor.redo, <Redo2 aria-hidden size={18} />, { kind: 'redo' }, history.future.length > 0)}
      {tool(
        editor.removePoint,
        <Eraser aria-hidden size={18} />,
        { kind: 'removePicked' },
        picked?.vertex != null,
      )}
      {tool(
        editor.removePiece,
        <Trash2 aria-hidden size={18} />,
        { kind: 'removePicked' },
        picked !== null && picked.vertex === null,
      )}
      {draft
        ? tool(
            editor.closeOutline,
            <Spline aria-hidden size={18} />,
            { kind: 'closeDraft' },
            draft.length >= 3,
          )
        : tool(editor.draw, <PenTool aria-hidden size={18} />, { kind: 'startDraft' }, true)}
      <span className={styles.gap} />
      <button type="button" className="button button-small" onClick={() => run({ kind: 'cancel' })}>
        <X aria-hidden size={16} />
        {editor.cancel}
      </button>
      {/* Not `disabled`: pressing it says what is missing. */}
      <button
        type="button"
        className="button button-small button-primary"
        data-refused={refused}
        aria-disabled={saving}
        aria-describedby={reason}
        onClick={() => run({ kind: 'save' })}
      >
        <Check aria-hidden size={16} />
        {saving ? editor.saving : editor.save}
      </button>
    </div>
  )
}
