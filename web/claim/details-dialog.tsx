import { type FormEvent, useState } from 'react'
import { Modal } from '../components/modal.tsx'
import { Notice } from '../components/notice.tsx'
import { useToast } from '../components/toasts.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import type { ViewedClaim } from './findings-table.tsx'
import { useUpdateClaim } from './use-update-claim.ts'

const names = ['reference', 'policyNumber', 'plate', 'vin', 'make', 'model', 'year'] as const
type Name = (typeof names)[number]

export function DetailsDialog({ claim, onClose }: { claim: ViewedClaim; onClose: () => void }) {
  const { claim: words, shell } = useTexts()
  const toast = useToast()
  const { save, saving, failed } = useUpdateClaim(claim)
  const [values, setValues] = useState<Record<Name, string>>(() => ({
    reference: claim.reference ?? '',
    policyNumber: claim.policyNumber ?? '',
    plate: claim.vehicle.plate ?? '',
    vin: claim.vehicle.vin ?? '',
    make: claim.vehicle.make ?? '',
    model: claim.vehicle.model ?? '',
    year: claim.vehicle.year === null ? '' : String(claim.vehicle.year),
  }))
  const labels: Record<Name, string> = {
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
    const text = (name: Name) => values[name].trim() || null
    const saved = await save({
      reference: text('reference'),
      policyNumber: text('policyNumber'),
      vehicle: {
        plate: text('plate'),
        vin: text('vin'),
        make: text('make'),
        model: text('model'),
        year: text('year') === null ? null : Number(text('year')),
      },
    })
    if (!saved) return
    toast(words.saved, 'good')
    onClose()
  }

  return (
    <Modal title={words.editTitle} onClose={onClose}>
      <form className="form-grid" onSubmit={(event) => void submit(event)}>
        {names.map((name) => {
          const complaint = complaints[name] ?? complaints[`vehicle.${name}`]
          return (
            <label key={name} className="field">
              <span>{labels[name]}</span>
              <input
                type={name === 'year' ? 'number' : 'text'}
                value={values[name]}
                aria-invalid={complaint !== undefined}
                aria-describedby={complaint ? `complaint-${name}` : undefined}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
              {complaint && (
                <span id={`complaint-${name}`} className="field-error">
                  {complaint}
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
