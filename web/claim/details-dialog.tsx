import { type FormEvent, useState } from 'react'
import { Modal } from '../components/modal.tsx'
import { Notice } from '../components/notice.tsx'
import { useToast } from '../components/toasts.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import { changesOf, type Details, detailNames, detailsOf } from './detail-edits.ts'
import type { ViewedClaim } from './findings-table.tsx'
import { useUpdateClaim } from './use-update-claim.ts'

export function DetailsDialog({ claim, onClose }: { claim: ViewedClaim; onClose: () => void }) {
  const { claim: words, shell } = useTexts()
  const toast = useToast()
  const { save, saving, failed } = useUpdateClaim(claim)
  const [opened] = useState(() => detailsOf(claim))
  const now = detailsOf(claim)
  const [edits, setEdits] = useState<Partial<Details>>({})
  const labels: Details = {
    reference: words.reference,
    policyNumber: words.policy,
    plate: words.plate,
    vin: words.vin,
    make: words.make,
    model: words.model,
    year: words.year,
  }
  const complaints = failed?.fields ?? {}

  async function submit(event: FormEvent) {
    event.preventDefault()
    const input = changesOf(edits, now)
    if (!input) return onClose()
    if (!(await save(input))) return
    toast(words.saved, 'good')
    onClose()
  }

  return (
    <Modal title={words.editTitle} onClose={onClose}>
      <form className="form-grid" onSubmit={(event) => void submit(event)}>
        {detailNames.map((name) => {
          const complaint = complaints[name] ?? complaints[`vehicle.${name}`]
          const theirs = name in edits && now[name] !== opened[name] ? now[name] || words.unset : null
          const notes = [complaint && `complaint-${name}`, theirs !== null && `theirs-${name}`]
          return (
            <label key={name} className="field">
              <span>{labels[name]}</span>
              <input
                type={name === 'year' ? 'number' : 'text'}
                value={edits[name] ?? now[name]}
                aria-invalid={complaint !== undefined}
                aria-describedby={notes.filter(Boolean).join(' ') || undefined}
                onChange={(event) => setEdits({ ...edits, [name]: event.target.value })}
              />
              {complaint && (
                <span id={`complaint-${name}`} className="field-error">
                  {complaint}
                </span>
              )}
              {theirs !== null && (
                <span id={`theirs-${name}`} className="field-note">
                  {words.theirs(theirs)}
                </span>
              )}
            </label>
          )
        })}
        {failed && (
          <div className="form-wide">
            <Notice tone="bad">{failed.words}</Notice>
          </div>
        )}
        <div className="form-wide form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {shell.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={saving}>
            {shell.save}
          </button>
        </div>
      </form>
    </Modal>
  )
}
