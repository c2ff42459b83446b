import { Check, CircleHelp, Pencil, Plus, Spline, Undo2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import { type Shortcut, shortcuts } from './shortcuts.ts'

interface ActionBarProps {
  run: (shortcut: Shortcut) => void
  /** Whether a damage is chosen, to be judged. */
  chosen: boolean
  canUndo: boolean
  saving: boolean
}

/** What can be done with the chosen damage, each with its key. */
export function ActionBar({ run, chosen, canUndo, saving }: ActionBarProps) {
  const { review } = useTexts()
  const action = (shortcut: Shortcut, icon: ReactNode, enabled: boolean, look = '') => (
    <button
      type="button"
      className={`button ${look}`}
      disabled={!enabled || saving}
      aria-keyshortcuts={shortcuts[shortcut][0].toUpperCase()}
      onClick={() => run(shortcut)}
    >
      {icon}
      {review.buttons[shortcut]}
      <kbd aria-hidden="true">{shortcuts[shortcut][0].toUpperCase()}</kbd>
    </button>
  )
  return (
    <div className="review-actions" role="group" aria-label={review.actionsLabel}>
      {action('confirm', <Check aria-hidden size={16} />, chosen, 'button-primary')}
      {action('reject', <X aria-hidden size={16} />, chosen)}
      {action('relabel', <Pencil aria-hidden size={16} />, chosen)}
      {action('outline', <Spline aria-hidden size={16} />, chosen)}
      {action('add', <Plus aria-hidden size={16} />, true)}
      {action('undo', <Undo2 aria-hidden size={16} />, canUndo)}
      {action('help', <CircleHelp aria-hidden size={16} />, true)}
    </div>
  )
}
