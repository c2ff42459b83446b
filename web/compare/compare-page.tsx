import './compare.css'
import { ArrowLeftRight } from 'lucide-react'
import { useSearchParams } from 'wouter'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { describeFailure } from '../graphql/failure.ts'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { ComparisonView } from './comparison-view.tsx'
import { CompareVisits } from './operations.ts'
import { VisitChoice } from './visit-choice.tsx'

/** Two visits of a vehicle, side by side. */
export default function ComparePage() {
  const { compare } = useTexts()
  const [params, setParams] = useSearchParams()
  const before = params.get('before')
  const after = params.get('after')
  const choose = (key: 'before' | 'after', id: string | null) =>
    setParams((now) => {
      const next = new URLSearchParams(now)
      if (id) next.set(key, id)
      else next.delete(key)
      return next
    })
  return (
    <Page title={compare.title} lead={compare.lead}>
      <div className="visits">
        <VisitChoice label={compare.before} id={before} onChoose={(id) => choose('before', id)} />
        <button
          type="button"
          className="icon-button"
          aria-label={compare.swap}
          disabled={!before && !after}
          onClick={() => setParams({ ...(after && { before: after }), ...(before && { after: before }) })}
        >
          <ArrowLeftRight aria-hidden="true" size={20} />
        </button>
        <VisitChoice label={compare.after} id={after} onChoose={(id) => choose('after', id)} />
      </div>
      {!before || !after ? (
        <p className="compare-hint">{compare.pick}</p>
      ) : before === after ? (
        <Notice tone="warn">{compare.sameTwice}</Notice>
      ) : (
        <Compared before={before} after={after} />
      )}
    </Page>
  )
}

function Compared({ before, after }: { before: string; after: string }) {
  const texts = useTexts()
  const { compare } = texts
  const [{ data, error }, ask] = useLastingQuery({
    query: CompareVisits,
    variables: { before, after },
    requestPolicy: 'cache-and-network',
  })
  if (!data) return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  if (data.compare.__typename === 'Comparison') return <ComparisonView comparison={data.compare} />
  return (
    <Notice tone="bad" title={compare.failed}>
      <p>{describeFailure(texts, data.compare)}</p>
    </Notice>
  )
}
