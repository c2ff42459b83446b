import { describeFailure, type FailedRequest } from '../../edge/http/failure.ts'
import { AssessmentError, PreprocessingMismatch } from '../runtime/errors.ts'

/** Says what went wrong, of the model as well as of the photo and the request. */
export function describeModelFailure(error: unknown, requestId: string): FailedRequest {
  if (!(error instanceof AssessmentError)) return describeFailure(error, requestId)
  const { code, message } = error
  const status = error instanceof PreprocessingMismatch ? 400 : 500
  return { status, error: { code, message }, retryAfterS: null }
}
