import { RequestError } from '../edge/http/errors.ts'
import { ModelUnavailable } from './errors.ts'

/** Failures of a disk, of a store in the same process, and of the way to one elsewhere. */
const PASSING = new Set([
  ...['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'SQLITE_FULL'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_SOCKET'],
  ...['StoreBusy', 'ListedElsewhere', 'TimeoutError', 'SlowDown', 'ThrottlingException'],
])

/** Whether an error passes by itself: then what it was in the way of waits, and begins again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RequestError) return error.retryAfterS !== null
  if (error instanceof ModelUnavailable) return true
  const {
    code = '',
    name,
    cause,
    $metadata,
  } = error as NodeJS.ErrnoException & {
    $metadata?: { httpStatusCode?: number }
  }
  if (PASSING.has(code) || PASSING.has(name) || ($metadata?.httpStatusCode ?? 0) >= 500) return true
  // Node's fetch says what went wrong in the cause alone.
  return cause instanceof Error && isPassing(cause)
}
