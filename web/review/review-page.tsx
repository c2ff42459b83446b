import './review.css'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { MissingClaim } from '../claim/missing-claim.tsx'
import { claimTitle } from '../claims/claim-title.ts'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { MissingPhoto } from '../photo/missing-photo.tsx'
import { useHasRole } from '../session/use-may.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { NotYours } from './not-yours.tsx'
import { ReviewView } from './operations.ts'
import { ReviewDesk } from './review-desk.tsx'

/** How often the work of others is looked for. */
const POLL_MS = 10_000

/** One photo at a time: what the model said of it, and what a person says. */
export default function ReviewPage({ claimId, photoId }: { claimId: string; photoId: string }) {
  const texts = useTexts()
  const { review } = texts
  const mayJudge = useHasRole('ADJUSTER')
  const [{ data, error }, ask] = useLastingQuery({
    query: ReviewView,
    variables: { claim: claimId, photo: photoId },
    requestPolicy: 'cache-and-network',
  })
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') ask({ requestPolicy: 'network-only' })
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [ask])

  if (mayJudge === false) {
    return <NotYours href={`/claims/${claimId}/photos/${photoId}`} way={review.lookOnly} />
  }
  if (!data || mayJudge === null)
    return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  const { claim } = data
  const [photo] = claim?.photos ?? []
  if (!claim) return <MissingClaim />
  if (!photo) return <MissingPhoto claimId={claimId} />
  const ids = claim.all.map(({ id }) => id)
  const judged = photo.damages.filter(({ state }) => state !== 'UNREVIEWED').length
  const reasons = photo.assessment?.reviewReasons ?? []
  return (
    <Page
      title={review.title(ids.indexOf(photoId) + 1, ids.length)}
      crumbs={<Link href={`/claims/${claimId}`}>{claimTitle(texts, claim)}</Link>}
      lead={
        <p>
          {photo.damages.length === 0 ? review.noDamages : review.progress(judged, photo.damages.length)}
          {reasons.length > 0 && (
            <>
              {' · '}
              {review.why} {reasons.map((reason) => texts.names.reviewReasons[reason]).join(', ')}
            </>
          )}
        </p>
      }
    >
      {claim.status === 'CLOSED' && (
        <Notice tone="warn">
          <p>{review.stillOpen}</p>
        </Notice>
      )}
      <ReviewDesk claim={claim} photo={photo} number={ids.indexOf(photoId) + 1} />
    </Page>
  )
}
