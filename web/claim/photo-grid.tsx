import { Copy, TriangleAlert } from 'lucide-react'
import { Link } from 'wouter'
import { Thumbnail } from '../components/thumbnail.tsx'
import { TypeDot } from '../components/type-badge.tsx'
import { qualityAdvice, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ViewedClaim } from './findings-table.tsx'
import { isPending } from './use-claim.ts'

interface PhotoGridProps {
  claim: ViewedClaim
  seen: ReadonlyMap<string, unknown>
  /** Only photos with damage on this part; null for all. */
  part: string | null
}

export function PhotoGrid({ claim, seen, part }: PhotoGridProps) {
  const { claim: words } = useTexts()
  // Assessments come oldest first: the last one of a photo is the one under way.
  const statuses = new Map(claim.assessments.map(({ photo, status }) => [photo.id, status]))
  const toReview = new Set(claim.photosToReview.map(({ id }) => id))
  const shown = claim.photos
    .map((photo, index) => ({ photo, number: index + 1 }))
    .filter(({ photo }) => part === null || photo.assessment?.damages.some((damage) => damage.part === part))
  return (
    <section className="claim-photos" aria-labelledby="photos">
      <h2 id="photos">{words.photosTitle(shown.length)}</h2>
      <ul className="photo-grid">
        {shown.map(({ photo, number }) => (
          <PhotoTile
            key={photo.id}
            claimId={claim.id}
            photo={photo}
            number={number}
            status={statuses.get(photo.id) ?? 'QUEUED'}
            toReview={toReview.has(photo.id)}
            seenBefore={seen.has(photo.id)}
          />
        ))}
      </ul>
    </section>
  )
}

interface PhotoTileProps {
  claimId: string
  photo: ViewedClaim['photos'][number]
  number: number
  status: ViewedClaim['assessments'][number]['status']
  /** Whether a person should still look at it. */
  toReview: boolean
  seenBefore: boolean
}

function PhotoTile({ claimId, photo, number, status, toReview, seenBefore }: PhotoTileProps) {
  const texts = useTexts()
  const { claim, names } = texts
  const format = useFormat()
  const damages = photo.assessment?.damages ?? []
  const types = [...new Set(damages.map(({ type }) => type))]
  const advice = qualityAdvice(texts, photo.quality)
  return (
    <li className="photo-tile">
      {photo.links && <Thumbnail links={photo.links} sizes="(max-width: 900px) 50vw, 240px" />}
      <div className="photo-tile-words">
        <Link href={`/claims/${claimId}/photos/${photo.id}`} className="photo-tile-title">
          {claim.photo(number)}
        </Link>
        <p className="photo-tile-found">
          {isPending(status) ? (
            <span className="badge badge-info">{names.statuses[status]}</span>
          ) : status === 'FAILED' ? (
            <span className="badge badge-bad">{names.statuses.FAILED}</span>
          ) : damages.length === 0 ? (
            claim.noDamage
          ) : (
            <span title={format.list(types.map((type) => typeName(texts, type)))}>
              {types.map((type) => (
                <TypeDot key={type} type={type} />
              ))}{' '}
              {claim.damages(damages.length)}
            </span>
          )}
        </p>
      </div>
      <div className="photo-tile-flags">
        {toReview && <span className="badge badge-warn">{names.statuses.NEEDS_REVIEW}</span>}
        {seenBefore && (
          <span className="badge badge-bad">
            <Copy aria-hidden="true" size={13} /> {claim.seenBefore}
          </span>
        )}
        {photo.quality?.shouldRetake && advice && (
          <span className="badge badge-warn" title={advice}>
            <TriangleAlert aria-hidden="true" size={13} />
            <span className="visually-hidden">{advice}</span>
          </span>
        )}
      </div>
    </li>
  )
}
