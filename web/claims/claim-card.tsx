import { CarFront } from 'lucide-react'
import { Link } from 'wouter'
import { ClaimStatusBadge } from '../components/status-badges.tsx'
import { Thumbnail } from '../components/thumbnail.tsx'
import { TypeBadge } from '../components/type-badge.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { claimTitle, vehicleLine } from './claim-title.ts'
import type { ClaimList } from './operations.ts'

type ListedClaim = ResultOf<typeof ClaimList>['claims']['nodes'][number]

export function ClaimCard({ claim }: { claim: ListedClaim }) {
  const texts = useTexts()
  const format = useFormat()
  const { claims } = texts
  const picture = claim.cover?.links
  const vehicle = vehicleLine(claim)
  return (
    <li className="claim-card">
      <div className="claim-card-picture">
        {picture ? (
          <Thumbnail links={picture} sizes="116px" />
        ) : (
          <CarFront aria-hidden="true" size={30} strokeWidth={1.5} />
        )}
      </div>
      <div className="claim-card-what">
        <Link href={`/claims/${claim.id}`} className="claim-card-title">
          {claimTitle(texts, claim)}
        </Link>
        {vehicle && <p className="claim-card-vehicle">{vehicle}</p>}
        <p className="claim-card-types">
          {claim.damageTypes.map((type) => (
            <TypeBadge key={type} type={type} />
          ))}
          {claim.summary.hint.verdict === 'UNDAMAGED' && (
            <span className="badge badge-good">{claims.undamaged}</span>
          )}
        </p>
      </div>
      <div className="claim-card-facts">
        <span>
          <ClaimStatusBadge status={claim.status} />
          {claim.photosToReview.length > 0 && claim.status === 'OPEN' && (
            <span className="badge badge-warn">{claims.toReview(claim.photosToReview.length)}</span>
          )}
        </span>
        <span>{claims.photos(claim.photoCount)}</span>
        <time dateTime={claim.createdAt}>{format.dateTime(claim.createdAt)}</time>
      </div>
    </li>
  )
}
