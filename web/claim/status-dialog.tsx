import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import { Modal } from '../components/modal.tsx'
import { Notice } from '../components/notice.tsx'
import { useToast } from '../components/toasts.tsx'
import { describeRefusal } from '../graphql/failure.ts'
import { useTexts } from '../texts/texts-context.tsx'
import type { ViewedClaim } from './findings-table.tsx'
import { CloseClaim, ReopenClaim } from './operations.ts'

/** Closes a claim, or opens a closed one again, with a note for the history. */
export function StatusDialog({ claim, onClose }: { claim: ViewedClaim; onClose: () => void }) {
  const texts = useTexts()
  const { claim: words, shell } = texts
  const toast = useToast()
  const [, close] = useMutation(CloseClaim)
  const [, reopen] = useMutation(ReopenClaim)
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const closing = claim.status === 'OPEN'
  const title = closing ? words.closeTitle : words.reopen

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const variables = { id: claim.id, note: note.trim() || null }
    const { answer, error } = closing
      ? await close(variables).then(({ data, error }) => ({ answer: data?.closeClaim, error }))
      : await reopen(variables).then(({ data, error }) => ({ answer: data?.reopenClaim, error }))
    setBusy(false)
    if (answer?.__typename === 'Claim') {
      toast(closing ? words.closed : words.reopened, 'good')
      return onClose()
    }
    setFailure(describeRefusal(texts, answer, error))
  }

  return (
    <Modal title={title} onClose={onClose}>
      <form className="form-stack" onSubmit={(event) => void submit(event)}>
        {closing && <p>{words.closeText}</p>}
        <label className="field">
          <span>{words.note}</span>
          <textarea
            rows={3}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {failure && <Notice tone="bad">{failure}</Notice>}
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {shell.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={busy}>
            {closing ? words.close : words.reopen}
          </button>
        </div>
      </form>
    </Modal>
  )
}
