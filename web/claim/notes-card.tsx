import { useState } from 'react'
import { Notice } from '../components/notice.tsx'
import { useToast } from '../components/toasts.tsx'
import { useLeaveWarning } from '../components/use-leave-warning.ts'
import { useMay } from '../session/use-may.ts'
import { useTexts } from '../texts/texts-context.tsx'
import type { ViewedClaim } from './findings-table.tsx'
import { useUpdateClaim } from './use-update-claim.ts'

export function NotesCard({ claim }: { claim: ViewedClaim }) {
  const { claim: words, shell } = useTexts()
  const toast = useToast()
  const adjuster = useMay('ADJUSTER')
  const { save, saving, failed } = useUpdateClaim(claim)
  const [draft, setDraft] = useState<string | null>(null)
  /** The notes when writing began. */
  const [opened, setOpened] = useState(claim.notes)

  useLeaveWarning(draft !== null && draft !== (opened ?? ''))

  async function keep() {
    if (!(await save({ notes: draft?.trim() || null }))) return
    setDraft(null)
    toast(words.saved, 'good')
  }

  return (
    <section className="card claim-notes" aria-labelledby="notes">
      <div className="card-head">
        <h2 id="notes">{words.notes}</h2>
        {draft === null && adjuster && (
          <button
            type="button"
            className="button button-small"
            aria-label={`${words.edit}: ${words.notes}`}
            onClick={() => {
              setOpened(claim.notes)
              setDraft(claim.notes ?? '')
            }}
          >
            {words.edit}
          </button>
        )}
      </div>
      {draft === null ? (
        <p className={claim.notes ? 'notes-text' : 'unset'}>{claim.notes ?? words.noNotes}</p>
      ) : (
        <>
          <textarea
            rows={6}
            maxLength={10_000}
            value={draft}
            aria-label={words.notes}
            placeholder={words.notesHint}
            onChange={(event) => setDraft(event.target.value)}
          />
          {claim.notes !== opened && (
            <Notice tone="warn">
              <p className="notes-text">{words.theirs(claim.notes ?? words.unset)}</p>
            </Notice>
          )}
          {failed && <Notice tone="bad">{failed.words}</Notice>}
          <div className="form-buttons">
            <button type="button" className="button button-small" onClick={() => setDraft(null)}>
              {shell.cancel}
            </button>
            <button
              type="button"
              className="button button-primary button-small"
              disabled={saving}
              onClick={() => void keep()}
            >
              {shell.save}
            </button>
          </div>
        </>
      )}
    </section>
  )
}
