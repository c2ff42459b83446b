import { useState } from 'react'
import { useMay } from '../session/use-may.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { DetailsDialog } from './details-dialog.tsx'
import type { ViewedClaim } from './findings-table.tsx'

export function DetailsCard({ claim }: { claim: ViewedClaim }) {
  const { claim: words } = useTexts()
  const [editing, setEditing] = useState(false)
  const adjuster = useMay('ADJUSTER')
  const { reference, policyNumber, vehicle } = claim
  const rows: [string, string | number | null][] = [
    [words.reference, reference],
    [words.policy, policyNumber],
    [words.plate, vehicle.plate],
    [words.vin, vehicle.vin],
    [words.make, vehicle.make],
    [words.model, vehicle.model],
    [words.year, vehicle.year],
  ]
  return (
    <section className="card claim-details" aria-labelledby="details">
      <div className="card-head">
        <h2 id="details">{words.details}</h2>
        {adjuster && (
          <button type="button" className="button button-small" onClick={() => setEditing(true)}>
            {words.edit}
          </button>
        )}
      </div>
      <dl className="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value ?? <span className="unset">{words.unset}</span>}</dd>
          </div>
        ))}
      </dl>
      {editing && <DetailsDialog claim={claim} onClose={() => setEditing(false)} />}
    </section>
  )
}
