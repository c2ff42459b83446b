import { PhotoError } from '../picture/errors.ts'
import { type Figures, figuresOf } from '../picture/figures.ts'
import { RequestError } from './errors.ts'

/** A failed request as the client is told of it. */
export interface FailedRequest {
  status: number
  error: { code: string; message: string } & Figures
  /** After how many seconds the same request may succeed; null where repeating it is no help. */
  retryAfterS: number | null
}

/** HTTP status of each reason why a photo cannot be used; 422 for those that only decoding shows. */
const photoStatus: Record<string, number> = {
  PHOTO_EMPTY: 400,
  PHOTO_TOO_MANY_BYTES: 413,
  PHOTO_TOO_LARGE: 413,
  PHOTO_UNSUPPORTED: 415,
}

/** Says what went wrong; what nobody expected stays in the log, under the request's id. */
export function describeFailure(error: unknown, requestId: string): FailedRequest {
  if (error instanceof RequestError) {
    const { status, code, message, retryAfterS } = error
    return { status, error: { code, message }, retryAfterS }
  }
  if (error instanceof PhotoError) {
    const { code, message } = error
    const status = photoStatus[code] ?? 422
    return { status, error: { code, message, ...figuresOf(error) }, retryAfterS: null }
  }
  const message = `Expected an answer but received an unforeseen failure; see the server's log for request ${requestId}`
  return { status: 500, error: { code: 'INTERNAL', message }, retryAfterS: null }
}
