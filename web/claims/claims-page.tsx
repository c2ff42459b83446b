import './claims.css'
import { Link, useSearchParams } from 'wouter'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { ClaimCard } from './claim-card.tsx'
import { cursorKeys, filterKeys, listVariables } from './claim-filters.ts'
import { FilterBar } from './filter-bar.tsx'
import { ClaimList } from './operations.ts'

export default function ClaimsPage() {
  const { claims } = useTexts()
  const [params, setParams] = useSearchParams()
  const [{ data, error, stale }, ask] = useLastingQuery({
    query: ClaimList,
    variables: listVariables(params),
    // Claims come in meanwhile; what is known is shown until the answer is there.
    requestPolicy: 'cache-and-network',
  })
  const filtered = filterKeys.some((key) => params.get(key))
  const go = (key: (typeof cursorKeys)[number], cursor: string | null) =>
    setParams((now) => {
      const next = new URLSearchParams(now)
      for (const name of cursorKeys) next.delete(name)
      if (cursor) next.set(key, cursor)
      return next
    })
  const page = data?.claims.pageInfo
  return (
    <Page
      title={claims.title}
      lead={claims.lead}
      actions={
        <Link href="/" className="button button-primary">
          {claims.newClaim}
        </Link>
      }
    >
      <FilterBar params={params} setParams={setParams} />
      {!data ? (
        <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
      ) : data.claims.nodes.length === 0 ? (
        <div className="claims-none">
          <p className="claims-none-title">{filtered ? claims.noneFound : claims.none}</p>
          {!filtered && <p>{claims.noneText}</p>}
        </div>
      ) : (
        <ul className="claims-list" aria-label={claims.results} aria-busy={stale}>
          {data.claims.nodes.map((claim) => (
            <ClaimCard key={claim.id} claim={claim} />
          ))}
        </ul>
      )}
      {page && (page.hasNextPage || page.hasPreviousPage) && (
        <nav className="claims-pages" aria-label={claims.pages}>
          <button
            type="button"
            className="button"
            disabled={!page.hasPreviousPage}
            onClick={() => go('before', page.startCursor)}
          >
            {claims.newer}
          </button>
          <button
            type="button"
            className="button"
            disabled={!page.hasNextPage}
            onClick={() => go('after', page.endCursor)}
          >
            {claims.older}
          </button>
        </nav>
      )}
    </Page>
  )
}
