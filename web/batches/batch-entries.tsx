import { Link } from 'wouter'
import { TypeBadge } from '../components/type-badge.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { reasonWords } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { BatchView } from './operations.ts'

type Entries = NonNullable<ResultOf<typeof BatchView>['batch']>['entries']
type Entry = Entries['nodes'][number]

interface BatchEntriesProps {
  entries: Entries
  /** Whether only those that failed are shown. */
  failed: boolean
  onFailed: (only: boolean) => void
  /** @param after cursor of the page; null for the first */
  onPage: (after: string | null) => void
}

/** What became of each photo, in the order of the zip. */
export function BatchEntries({ entries, failed, onFailed, onPage }: BatchEntriesProps) {
  const { batches } = useTexts()
  const { nodes, pageInfo } = entries
  return (
    <section className="card batch-entries" aria-labelledby="batch-photos">
      <div className="batch-entries-head">
        <h2 id="batch-photos">{batches.photos}</h2>
        <label className="check">
          <input type="checkbox" checked={failed} onChange={({ target }) => onFailed(target.checked)} />
          <span>{batches.onlyFailed}</span>
        </label>
      </div>
      {nodes.length === 0 ? (
        <p>{failed ? batches.noneFailed : batches.nothingYet}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="num">
                {batches.number}
              </th>
              <th scope="col">{batches.name}</th>
              <th scope="col">{batches.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((entry) => (
              <EntryRow key={entry.index} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
      <div className="form-buttons">
        {pageInfo.hasPreviousPage && (
          <button type="button" className="button" onClick={() => onPage(null)}>
            {batches.first}
          </button>
        )}
        {pageInfo.hasNextPage && (
          <button type="button" className="button" onClick={() => onPage(pageInfo.endCursor)}>
            {batches.next}
          </button>
        )}
      </div>
    </section>
  )
}

function EntryRow({ entry: { index, name, state, failure, claim, photo, assessment } }: { entry: Entry }) {
  const texts = useTexts()
  const { batches, upload } = texts
  const format = useFormat()
  const types = [...new Set(assessment?.damages.map(({ type }) => type) ?? [])]
  return (
    <tr>
      <td className="num">{format.number(index)}</td>
      <td className="batch-entry-name">
        {claim && photo ? (
          <Link href={`/claims/${claim.id}/photos/${photo.id}`} aria-label={batches.open(name)}>
            {name}
          </Link>
        ) : (
          name
        )}
      </td>
      <td>
        {failure ? (
          <span className="batch-entry-failure">{reasonWords(texts, failure.code, failure.message)}</span>
        ) : state !== 'DONE' ? (
          <span className="badge">{batches.entryStates[state]}</span>
        ) : types.length === 0 ? (
          <span className="badge badge-good">{upload.noDamage}</span>
        ) : (
          <span className="batch-entry-types">
            {types.map((type) => (
              <TypeBadge key={type} type={type} />
            ))}
          </span>
        )}
      </td>
    </tr>
  )
}
