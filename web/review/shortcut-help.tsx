import { Modal } from '../components/modal.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import { type Shortcut, shortcuts } from './shortcuts.ts'

interface ShortcutHelpProps {
  on: boolean
  onSwitch: (on: boolean) => void
  onClose: () => void
}

/** Every key of the review, and the switch for those who press keys unasked. */
export function ShortcutHelp({ on, onSwitch, onClose }: ShortcutHelpProps) {
  const { review, shell } = useTexts()
  return (
    <Modal title={review.help} onClose={onClose}>
      <dl className="review-keys">
        {(Object.keys(shortcuts) as Shortcut[]).map((shortcut) => (
          <div key={shortcut}>
            <dt>
              {shortcuts[shortcut].map((key) => (
                <kbd key={key}>{key.toUpperCase()}</kbd>
              ))}
              {shortcut === 'undo' && <kbd>{review.ctrlZ}</kbd>}
            </dt>
            <dd>{review.actions[shortcut]}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={on} onChange={({ target }) => onSwitch(target.checked)} />
        <span>{review.singleKeys}</span>
      </label>
      <div className="form-buttons">
        <button type="button" className="button button-primary" onClick={onClose}>
          {shell.close}
        </button>
      </div>
    </Modal>
  )
}
