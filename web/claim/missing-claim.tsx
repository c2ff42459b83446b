import { Missing } from '../components/missing.tsx'
import { useTexts } from '../texts/texts-context.tsx'

/** In place of a page whose claim is not there. */
export function MissingClaim() {
  const { claim, claims } = useTexts()
  return <Missing title={claim.missingTitle} text={claim.missing} href="/claims" way={claims.all} />
}
