import { Link } from 'wouter'
import { claimTitle } from '../claims/claim-title.ts'
import { Notice } from '../components/notice.tsx'
import { useTexts } from '../texts/texts-context.tsx'
import type { useSeenBefore } from './use-seen-before.ts'

interface SeenBeforeNoticeProps {
  seen: ReturnType<typeof useSeenBefore>
  numbers: ReadonlyMap<string, number>
}

/** Photos that are named; more are marked in the grid. */
const NAMED = 5

/** Warns of pictures that other claims have too. */
export function SeenBeforeNotice({ seen, numbers }: SeenBeforeNoticeProps) {
  const texts = useTexts()
  const { claim } = texts
  if (seen.size === 0) return null
  return (
    <Notice tone="warn" title={claim.seenBeforeTitle(seen.size)}>
      <p>{claim.seenBeforeText}</p>
      <ul className="seen-before">
        {[...seen].slice(0, NAMED).map(([photoId, similar]) => (
          <li key={photoId}>
            {claim.seenIn(claim.photo(numbers.get(photoId) ?? 0))}{' '}
            {[
              ...new Map(
                similar.flatMap(({ claims }) => claims.map((one) => [one.id, one] as const)),
              ).values(),
            ].map((other) => (
              <Link key={other.id} href={`/claims/${other.id}`}>
                {claimTitle(texts, other)}
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
