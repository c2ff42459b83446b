import './photo.css'
import { Link } from 'wouter'
import { MissingClaim } from '../claim/missing-claim.tsx'
import { isPending } from '../claim/use-claim.ts'
import { claimTitle } from '../claims/claim-title.ts'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { useAskingAgain } from '../graphql/use-asking-again.ts'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { useMay } from '../session/use-may.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { MissingPhoto } from './missing-photo.tsx'
import { PhotoView } from './operations.ts'
import { PhotoResult } from './photo-result.tsx'
import { PhotoSteps } from './photo-steps.tsx'

const POLL_MS = 1500

/** The result for one photo. */
export default function PhotoPage({ claimId, photoId }: { claimId: string; photoId: string }) {
  const texts = useTexts()
  const { photo: words } = texts
  const format = useFormat()
  const adjuster = useMay('ADJUSTER')
  const [{ data, error, fetching }, ask] = useLastingQuery({
    query: PhotoView,
    variables: { claim: claimId, photo: photoId },
    requestPolicy: 'cache-and-network',
  })
  const claim = data?.claim
  const photo = claim?.photos[0]
  // Assessments come oldest first: the last one of this photo is the one under way.
  const latest = claim?.assessments.findLast((one) => one.photo.id === photoId)
  const pending = latest !== undefined && isPending(latest.status)
  useAskingAgain(ask, pending && !fetching, POLL_MS)

  if (!data) return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  if (!claim) return <MissingClaim />
  if (!photo) return <MissingPhoto claimId={claimId} />
  const ids = claim.all.map(({ id }) => id)
  const number = ids.indexOf(photoId) + 1
  const share = photo.assessment?.damagedAreaPct
  return (
    <Page
      title={words.title(number)}
      crumbs={<Link href={`/claims/${claimId}`}>{claimTitle(texts, claim)}</Link>}
      lead={share ? <p>{words.damaged(format.percent(share))}</p> : undefined}
      actions={
        <>
          <PhotoSteps claimId={claimId} ids={ids} photoId={photoId} />
          {claim.status === 'OPEN' && photo.assessment && adjuster && (
            <Link href={`/claims/${claimId}/photos/${photoId}/review`} className="button button-primary">
              {words.review}
            </Link>
          )}
        </>
      }
    >
      <PhotoResult photo={photo} number={number} pending={pending} failure={latest?.failure ?? null} />
    </Page>
  )
}
