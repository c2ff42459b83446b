import { Link } from 'wouter'
import { SeverityBadge } from '../components/status-badges.tsx'
import { TypeDot } from '../components/type-badge.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ClaimView } from './operations.ts'

export type ViewedClaim = NonNullable<ResultOf<typeof ClaimView>['claim']>
type Finding = ViewedClaim['summary']['findings'][number]

interface FindingsTableProps {
  claimId: string
  findings: readonly Finding[]
  /** Which number each photo has in the claim. */
  numbers: ReadonlyMap<string, number>
}

/** Photos of a finding that are named; a claim of two hundred must stay readable. */
const NAMED = 4

/** Damages of all photos put together, worst first. */
export function FindingsTable({ claimId, findings, numbers }: FindingsTableProps) {
  const texts = useTexts()
  const { claim } = texts
  const format = useFormat()
  if (findings.length === 0) return <p>{claim.noFindings}</p>
  return (
    // Scrolls sideways where a name is very long, and by keyboard.
    <div role="group" className="findings" aria-label={claim.findings} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{claim.type}</th>
            <th scope="col">{claim.severity}</th>
            <th scope="col" className="num findings-wide">
              {claim.ofPart}
            </th>
            <th scope="col" className="num findings-wide">
              {claim.confidence}
            </th>
            <th scope="col">{claim.seenOn}</th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <tr key={`${finding.type} ${finding.part}`}>
              <td>
                <span className="findings-type">
                  <TypeDot type={finding.type} /> {typeName(texts, finding.type)}
                </span>
                <span className="findings-part">{partName(texts, finding.part)}</span>
              </td>
              <td>
                <SeverityBadge severity={finding.severity} />
              </td>
              <td className="num findings-wide">{format.percent(finding.partAreaPct)}</td>
              <td className="num findings-wide">{format.confidence(finding.confidence)}</td>
              <td className="findings-photos">
                {finding.photos.slice(0, NAMED).map(({ id }) => (
                  <Link key={id} href={`/claims/${claimId}/photos/${id}`}>
                    {claim.photo(numbers.get(id) ?? 0)}
                  </Link>
                ))}
                {finding.photos.length > NAMED && (
                  <span>+{format.number(finding.photos.length - NAMED)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
