import './queue.css'
import { useState } from 'react'
import { Link } from 'wouter'
import { claimTitle, vehicleLine } from '../claims/claim-title.ts'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { Thumbnail } from '../components/thumbnail.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { NotYours } from '../review/not-yours.tsx'
import { useHasRole } from '../session/use-may.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { ReviewQueue } from './operations.ts'

type QueuedClaim = ResultOf<typeof ReviewQueue>['claims']['nodes'][number]

/** What a person should look at, in the order in which it came. */
export default function QueuePage() {
  const texts = useTexts()
  const { queue, claims } = texts
  const mayJudge = useHasRole('ADJUSTER')
  /** Where each page that is shown begins; the first has no cursor. */
  const [cursors, setCursors] = useState<(string | null)[]>([null])
  const [{ data, error }, ask] = useLastingQuery({
    query: ReviewQueue,
    variables: { before: null },
    requestPolicy: 'cache-and-network',
  })
  if (mayJudge === false) return <NotYours href="/claims" way={claims.all} />
  const first = mayJudge ? data?.claims.nodes.at(-1) : undefined
  const [photo] = first?.photosToReview ?? []
  return (
    <Page
      title={queue.title}
      lead={queue.lead}
      actions={
        first &&
        photo && (
          <Link href={`/claims/${first.id}/photos/${photo.id}/review`} className="button button-primary">
            {queue.start}
          </Link>
        )
      }
    >
      {!data || mayJudge === null ? (
        <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
      ) : !first ? (
        <div className="claims-none">
          <p className="claims-none-title">{queue.none}</p>
          <p>{queue.noneText}</p>
        </div>
      ) : (
        cursors.map((before, index) => (
          <QueueSlice
            key={before}
            before={before}
            last={index === cursors.length - 1}
            onMore={(cursor) => setCursors([...cursors, cursor])}
          />
        ))
      )}
    </Page>
  )
}

interface QueueSliceProps {
  before: string | null
  last: boolean
  onMore: (cursor: string) => void
}

function QueueSlice({ before, last, onMore }: QueueSliceProps) {
  const { queue } = useTexts()
  const [{ data, error }, ask] = useLastingQuery({ query: ReviewQueue, variables: { before } })
  if (!data) return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  const { nodes, pageInfo } = data.claims
  const { hasPreviousPage, startCursor } = pageInfo
  return (
    <>
      <ul className="queue" aria-label={queue.listLabel}>
        {[...nodes].reverse().map((claim) => (
          <QueueItem key={claim.id} claim={claim} />
        ))}
      </ul>
      {last && hasPreviousPage && startCursor && (
        <button type="button" className="button" onClick={() => onMore(startCursor)}>
          {queue.more}
        </button>
      )}
    </>
  )
}

/** Photos shown of one claim. */
const SHOWN = 6

function QueueItem({ claim }: { claim: QueuedClaim }) {
  const texts = useTexts()
  const { queue, names } = texts
  const format = useFormat()
  const [first] = claim.photosToReview
  const reasons = [
    ...new Set(claim.photosToReview.flatMap(({ assessment }) => assessment?.reviewReasons ?? [])),
  ]
  const title = claimTitle(texts, claim)
  return (
    <li className="card queue-item">
      <div>
        <h2>
          <Link href={`/claims/${claim.id}`}>{title}</Link>
        </h2>
        <p className="queue-line">
          {vehicleLine(claim)} <time dateTime={claim.createdAt}>{format.dateTime(claim.createdAt)}</time>
        </p>
        <p className="queue-reasons">
          {reasons.map((reason) => (
            <span key={reason} className={`badge ${reason === 'SEVERE_DAMAGE' ? 'badge-bad' : 'badge-warn'}`}>
              {names.reviewReasons[reason]}
            </span>
          ))}
        </p>
      </div>
      <ul className="queue-photos">
        {claim.photosToReview.slice(0, SHOWN).map(({ id, links }) => (
          <li key={id}>
            <Link href={`/claims/${claim.id}/photos/${id}/review`} aria-label={queue.reviewPhoto(title)}>
              {links && <Thumbnail links={links} sizes="96px" />}
            </Link>
          </li>
        ))}
      </ul>
      {first && (
        <Link href={`/claims/${claim.id}/photos/${first.id}/review`} className="button">
          {queue.photos(claim.photosToReview.length)}
        </Link>
      )}
    </li>
  )
}
