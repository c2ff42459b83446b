import { useAskingAgain } from '../graphql/use-asking-again.ts'
import { useLastingQuery } from '../graphql/use-lasting-query.ts'
import { ClaimView } from './operations.ts'

/** How often a claim is read again while photos of it are being assessed. */
const POLL_MS = 2000

export const isPending = (status: string): boolean => status === 'QUEUED' || status === 'RUNNING'

/** A claim, read again by itself until every photo has its result. */
export function useClaim(id: string) {
  const [answer, ask] = useLastingQuery({
    query: ClaimView,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const pending = answer.data?.claim?.assessments.filter(({ status }) => isPending(status)).length ?? 0
  const { fetching } = answer
  useAskingAgain(ask, pending > 0 && !fetching, POLL_MS)
  return { claim: answer.data?.claim, error: answer.error, loaded: answer.data !== undefined, pending, ask }
}
