import { claimTitle } from '../claims/claim-title.ts'
import { SeverityBadge } from '../components/status-badges.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ClaimReport } from './operations.ts'

export type ReportedClaim = NonNullable<ResultOf<typeof ClaimReport>['claim']>

export function ReportFacts({ claim }: { claim: ReportedClaim }) {
  const texts = useTexts()
  const { report, names, claim: words } = texts
  const format = useFormat()
  const { vehicle, summary, photos } = claim
  const models = [
    ...new Set(
      photos.flatMap(({ assessment }) =>
        assessment?.model ? [`${assessment.model.name} ${assessment.model.version}`] : [],
      ),
    ),
  ]
  const rows: [string, React.ReactNode][] = [
    [report.claim, claimTitle(texts, claim)],
    [words.policy, claim.policyNumber],
    [report.vehicle, [vehicle.make, vehicle.model, vehicle.year].filter((one) => one !== null).join(' ')],
    [words.plate, vehicle.plate],
    [words.vin, vehicle.vin],
    [report.opened, format.dateTime(claim.createdAt)],
    [report.status, names.claimStatuses[claim.status]],
    [report.photos, format.number(photos.length)],
    [
      report.result,
      <>
        {names.verdicts[summary.hint.verdict]}{' '}
        {summary.severity && <SeverityBadge severity={summary.severity} />}
      </>,
    ],
    [report.model, format.list(models)],
    [words.notes, claim.notes && <span className="notes-text">{claim.notes}</span>],
  ]
  return (
    <dl className="facts report-facts">
      {rows.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
