import './batches.css'
import { useState } from 'react'
import { Link } from 'wouter'
import { Missing } from '../components/missing.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { useAskingAgain } from '../graphql/use-asking-again.ts'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { reasonWords } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { BatchActions } from './batch-actions.tsx'
import { BatchEntries } from './batch-entries.tsx'
import { BatchProgress, BatchState, isUnderWay } from './batch-progress.tsx'
import { BatchView } from './operations.ts'

const POLL_MS = 2000

/** One batch: how far it is, what became of each photo, and its results. */
export default function BatchPage({ batchId }: { batchId: string }) {
  const texts = useTexts()
  const { batches } = texts
  const format = useFormat()
  const [failed, setFailed] = useState(false)
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching }, ask] = useLastingQuery({
    query: BatchView,
    variables: { id: batchId, after, failed },
    requestPolicy: 'cache-and-network',
  })
  const batch = data?.batch
  const moving = batch ? isUnderWay(batch) : false
  useAskingAgain(ask, moving && !fetching, POLL_MS)

  if (!batch) {
    if (!data) return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
    return <Missing title={batches.missingTitle} text={batches.missing} href="/bulk" way={batches.all} />
  }
  const created = format.dateTime(batch.createdAt)
  return (
    <Page
      title={batch.name ?? batches.unnamed(created)}
      crumbs={<Link href="/bulk">{batches.title}</Link>}
      lead={
        <p className="batch-when">
          <BatchState batch={batch} /> <time dateTime={batch.createdAt}>{created}</time>{' '}
          <span>{batches.groupings[batch.grouping]}</span>
        </p>
      }
      actions={<BatchActions batch={batch} results={batch.results} />}
    >
      {batch.failure ? (
        <Notice tone="bad">{reasonWords(texts, batch.failure.code, batch.failure.message)}</Notice>
      ) : (
        <section className="card" role="status">
          <BatchProgress batch={batch} />
          {batch.skipped > 0 && (
            <p className="batch-counts">{batches.skipped(format.number(batch.skipped))}</p>
          )}
        </section>
      )}
      <BatchEntries
        entries={batch.entries}
        failed={failed}
        onFailed={(only) => {
          setAfter(null)
          setFailed(only)
        }}
        onPage={setAfter}
      />
    </Page>
  )
}
