import type { CombinedError } from 'urql'
import type { Texts } from '../texts/en.ts'

/** A member of a result union that is not the hoped-for one. */
export interface ExpectedFailure {
  code: string
  message: string
  requiredRole?: string
}

/** What to tell a person about an error that no union foresaw. */
export function describeError({ shell }: Texts, error: CombinedError): string {
  if (error.networkError && error.response === undefined) return shell.network
  const [first] = error.graphQLErrors
  const { code, requestId } = (first?.extensions ?? {}) as { code?: string; requestId?: string }
  // What has a code of its own says what to do.
  if (first && code && code !== 'INTERNAL') return first.message
  return shell.server(requestId ?? shell.unknownId)
}

/** What to tell a person about a failure that the API foresaw. */
export function describeFailure({ shell }: Texts, failure: ExpectedFailure): string {
  return failure.requiredRole ? shell.forbidden(failure.requiredRole) : failure.message
}
