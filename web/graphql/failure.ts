import type { CombinedError } from 'urql'
import type { Texts } from '../texts/en.ts'
import { reasonWords } from '../texts/naming.ts'

/** A member of a result union that is not the hoped-for one. */
export interface ExpectedFailure {
  code: string
  message: string
  /** Says more than the code, where there is one. */
  reason?: string
  requiredRole?: string
}

/** What to tell a person about an error that no union foresaw. */
export function describeError(texts: Texts, error: CombinedError): string {
  const { shell } = texts
  if (error.networkError && error.response === undefined) return shell.network
  const [first] = error.graphQLErrors
  const { code, requestId } = (first?.extensions ?? {}) as { code?: string; requestId?: string }
  // What has a code of its own says what to do.
  if (first && code && code !== 'INTERNAL') return reasonWords(texts, code, first.message)
  return shell.server(requestId ?? shell.unknownId)
}

/** What to tell a person about a failure that the API foresaw. */
export function describeFailure(
  texts: Texts,
  { code, message, reason, requiredRole }: ExpectedFailure,
): string {
  if (requiredRole) return texts.shell.forbidden(requiredRole)
  return reasonWords(texts, reason ?? code, message)
}

/** What to tell a person about a change that was not made, whether the API foresaw why or not. */
export function describeRefusal(
  texts: Texts,
  answer: ExpectedFailure | null | undefined,
  error: CombinedError | undefined,
): string {
  if (answer) return describeFailure(texts, answer)
  return error ? describeError(texts, error) : texts.shell.network
}

/** What a field takes, where the API did not accept it. */
export const describeComplaint = (
  { reasons }: Texts,
  { field, message }: { field: string; message: string },
): string => (Object.hasOwn(reasons.fields, field) ? (reasons.fields[field] as string) : message)
