import './batches.css'
import { useState } from 'react'
import { Link } from 'wouter'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { useAskingAgain } from '../graphql/use-asking-again.ts'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { type Batch, BatchProgress, BatchState, isUnderWay } from './batch-progress.tsx'
import { BatchList } from './operations.ts'
import { ZipDrop } from './zip-drop.tsx'

const POLL_MS = 3000

/** Zips go in here, and batches are found again. */
export default function BatchesPage() {
  const { batches } = useTexts()
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching }, ask] = useLastingQuery({
    query: BatchList,
    variables: { after },
    requestPolicy: 'cache-and-network',
  })
  const page = data?.batches
  const moving = page?.nodes.some(isUnderWay) ?? false
  useAskingAgain(ask, moving && !fetching, POLL_MS)
  return (
    <Page title={batches.title} lead={batches.lead}>
      <ZipDrop />
      {!page ? (
        <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
      ) : page.nodes.length === 0 ? (
        <div className="claims-none">
          <p className="claims-none-title">{batches.none}</p>
          <p>{batches.noneText}</p>
        </div>
      ) : (
        <ul className="batch-list" aria-label={batches.list}>
          {page.nodes.map((batch) => (
            <BatchRow key={batch.id} batch={batch} />
          ))}
        </ul>
      )}
      {page?.pageInfo.hasNextPage && (
        <button type="button" className="button" onClick={() => setAfter(page.pageInfo.endCursor)}>
          {batches.more}
        </button>
      )}
    </Page>
  )
}

function BatchRow({ batch }: { batch: Batch }) {
  const { batches } = useTexts()
  const format = useFormat()
  const created = format.dateTime(batch.createdAt)
  return (
    <li className="card batch-row">
      <div>
        <Link href={`/bulk/${batch.id}`} className="batch-title">
          {batch.name ?? batches.unnamed(created)}
        </Link>
        <p className="batch-when">
          <BatchState batch={batch} /> <time dateTime={batch.createdAt}>{created}</time>
        </p>
      </div>
      <BatchProgress batch={batch} />
    </li>
  )
}
