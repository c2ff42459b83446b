import { useTexts } from '../texts/texts-context.tsx'
import type { Severity } from '../viewer/types.ts'

const tones = { MINOR: 'good', MODERATE: 'warn', SEVERE: 'bad' } as const

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { names } = useTexts()
  return <span className={`badge badge-${tones[severity]}`}>{names.severities[severity]}</span>
}

export function ClaimStatusBadge({ status }: { status: 'OPEN' | 'CLOSED' }) {
  const { names } = useTexts()
  return (
    <span className={`badge ${status === 'OPEN' ? 'badge-info' : ''}`}>{names.claimStatuses[status]}</span>
  )
}
