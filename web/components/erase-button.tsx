import { useState } from 'react'
import { useLocation } from 'wouter'
import { useMay } from '../session/use-may.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { Modal } from './modal.tsx'
import { Notice } from './notice.tsx'
import { useToast } from './toasts.tsx'

interface EraseButtonProps {
  /** What the button and the dialog say. */
  words: { erase: string; eraseTitle: string; eraseText: string; erased: string }
  /** The page of the list that it was in, where to go afterwards. */
  list: string
  /** @returns what to tell the person where it was not erased, else null */
  erase: () => Promise<string | null>
}

/** A button, for admins, that erases for good what the page shows, once somebody has said so a second time. */
export function EraseButton(props: EraseButtonProps) {
  const [asking, setAsking] = useState(false)
  const admin = useMay('ADMIN')
  if (!admin) return null
  return (
    <>
      <button type="button" className="button button-danger" onClick={() => setAsking(true)}>
        {props.words.erase}
      </button>
      {asking && <EraseDialog {...props} onClose={() => setAsking(false)} />}
    </>
  )
}

function EraseDialog({ words, list, erase, onClose }: EraseButtonProps & { onClose: () => void }) {
  const { shell } = useTexts()
  const toast = useToast()
  const [, go] = useLocation()
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function confirm() {
    setBusy(true)
    const failed = await erase()
    setBusy(false)
    if (failed !== null) return setFailure(failed)
    toast(words.erased, 'good')
    go(list, { replace: true })
  }

  return (
    <Modal title={words.eraseTitle} onClose={onClose}>
      <div className="form-stack">
        <p>{words.eraseText}</p>
        {failure && <Notice tone="bad">{failure}</Notice>}
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {shell.cancel}
          </button>
          <button
            type="button"
            className="button button-danger"
            disabled={busy}
            onClick={() => void confirm()}
          >
            {words.erase}
          </button>
        </div>
      </div>
    </Modal>
  )
}
