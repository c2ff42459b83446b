import './report.css'
import { Printer } from 'lucide-react'
import { useRef, useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { AuditList } from '../claim/audit-list.tsx'
import { FindingsTable } from '../claim/findings-table.tsx'
import { MissingClaim } from '../claim/missing-claim.tsx'
import { claimTitle } from '../claims/claim-title.ts'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { CarDiagram } from '../diagram/car-diagram.tsx'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { ClaimReport } from './operations.ts'
import { ReportEvidence } from './report-evidence.tsx'
import { ReportFacts } from './report-facts.tsx'
import { ReportPhotos } from './report-photos.tsx'

/** What a claim comes to, on paper. */
export default function ReportPage({ claimId }: { claimId: string }) {
  const texts = useTexts()
  const { report } = texts
  const format = useFormat()
  const [{ data, error }, ask] = useQuery({
    query: ClaimReport,
    variables: { id: claimId },
    requestPolicy: 'network-only',
  })
  const paper = useRef<HTMLDivElement>(null)
  const [preparing, setPreparing] = useState(false)
  const claim = data?.claim
  if (!claim) {
    if (!data) return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
    return <MissingClaim />
  }

  async function print() {
    setPreparing(true)
    const pictures = paper.current?.querySelectorAll('img') ?? []
    // One that cannot be loaded must not keep the rest from the printer.
    await Promise.all([...pictures].map((picture) => picture.decode().catch(() => undefined)))
    setPreparing(false)
    window.print()
  }

  const title = claimTitle(texts, claim)
  const { findings } = claim.summary
  const numbers = new Map(claim.photos.map(({ id }, index) => [id, index + 1]))
  return (
    <Page
      title={report.title(title)}
      crumbs={<Link href={`/claims/${claimId}`}>{title}</Link>}
      lead={<p>{report.made(format.dateTime(new Date().toISOString()))}</p>}
      actions={
        <button
          type="button"
          className="button button-primary"
          disabled={preparing}
          onClick={() => void print()}
        >
          <Printer aria-hidden="true" size={18} />
          {preparing ? report.preparing : report.print}
        </button>
      }
    >
      <div ref={paper} className="report">
        <ReportFacts claim={claim} />
        <section aria-labelledby="report-findings" className="report-findings">
          <h2 id="report-findings">{report.findings}</h2>
          {claim.photos.length === 0 ? (
            <p>{texts.claim.noPhotos}</p>
          ) : (
            <>
              <CarDiagram
                findings={findings.map(({ partAreaPct, ...one }) => ({ ...one, areaPct: partAreaPct }))}
              />
              <FindingsTable claimId={claimId} findings={findings} numbers={numbers} />
            </>
          )}
        </section>
        <ReportEvidence photos={claim.photos} />
        <p className="report-note">{report.note}</p>
        {claim.photos.length > 0 && <ReportPhotos photos={claim.photos} />}
        <section aria-labelledby="report-history">
          <h2 id="report-history">{report.history}</h2>
          <AuditList entries={claim.audit} />
        </section>
      </div>
    </Page>
  )
}
