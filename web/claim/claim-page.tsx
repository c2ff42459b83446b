import './claim.css'
import { useState } from 'react'
import { Link } from 'wouter'
import { claimTitle, vehicleLine } from '../claims/claim-title.ts'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { ClaimStatusBadge, SeverityBadge } from '../components/status-badges.tsx'
import { CarDiagram } from '../diagram/car-diagram.tsx'
import { partName, repairWords } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { AuditList } from './audit-list.tsx'
import { ClaimActions } from './claim-actions.tsx'
import { DetailsCard } from './details-card.tsx'
import { FindingsTable } from './findings-table.tsx'
import { MissingClaim } from './missing-claim.tsx'
import { NotesCard } from './notes-card.tsx'
import { PhotoGrid } from './photo-grid.tsx'
import { SeenBeforeNotice } from './seen-before-notice.tsx'
import { useClaim } from './use-claim.ts'
import { useSeenBefore } from './use-seen-before.ts'

export default function ClaimPage({ claimId }: { claimId: string }) {
  const texts = useTexts()
  const { claim: words, names } = texts
  const format = useFormat()
  const { claim, error, loaded, pending, ask } = useClaim(claimId)
  const [part, setPart] = useState<string | null>(null)
  const seen = useSeenBefore(claimId, claim?.photos.map(({ id }) => id) ?? [])
  if (!claim) {
    if (!loaded) return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
    return <MissingClaim />
  }
  const { summary, photos } = claim
  const numbers = new Map(photos.map(({ id }, index) => [id, index + 1]))
  return (
    <Page
      title={claimTitle(texts, claim)}
      crumbs={<Link href="/claims">{texts.claims.title}</Link>}
      lead={
        <p className="claim-lead">
          <ClaimStatusBadge status={claim.status} />
          {summary.severity && <SeverityBadge severity={summary.severity} />}
          <span>{vehicleLine(claim)}</span>
          <time dateTime={claim.createdAt}>{words.openedAt(format.dateTime(claim.createdAt))}</time>
        </p>
      }
      actions={<ClaimActions claim={claim} />}
    >
      {pending > 0 && (
        <div role="status">
          <Notice>{words.pending(pending)}</Notice>
        </div>
      )}
      <SeenBeforeNotice seen={seen} numbers={numbers} />
      <div className="claim-columns">
        <section className="card claim-summary" aria-labelledby="summary">
          <div className="claim-summary-head">
            <h2 id="summary">{words.summary}</h2>
            {photos.length > 0 && (
              <p className="claim-verdict">
                <strong>{names.verdicts[summary.hint.verdict]}</strong>{' '}
                <small>{repairWords(texts, format, summary.hint)}</small>
              </p>
            )}
          </div>
          {photos.length === 0 ? (
            <p>{words.noPhotos}</p>
          ) : (
            <div className="claim-damage">
              <CarDiagram
                findings={summary.findings.map(({ part, type, severity, partAreaPct }) => ({
                  part,
                  type,
                  severity,
                  areaPct: partAreaPct,
                }))}
                selectedPart={part}
                onSelect={(chosen) => setPart(chosen === part ? null : chosen)}
              />
              <div>
                {part !== null && (
                  <p className="claim-filter">
                    {words.filterPart(partName(texts, part))}
                    <button type="button" className="button button-small" onClick={() => setPart(null)}>
                      {words.showAll}
                    </button>
                  </p>
                )}
                <FindingsTable
                  claimId={claim.id}
                  numbers={numbers}
                  findings={summary.findings.filter((one) => part === null || one.part === part)}
                />
              </div>
            </div>
          )}
        </section>
        {photos.length > 0 && <PhotoGrid claim={claim} seen={seen} part={part} />}
        <DetailsCard claim={claim} />
        <NotesCard claim={claim} />
        <section className="card claim-history" aria-labelledby="history">
          <h2 id="history">{words.history}</h2>
          <AuditList entries={claim.audit} few={8} />
        </section>
      </div>
    </Page>
  )
}
