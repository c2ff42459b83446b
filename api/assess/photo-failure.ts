import { RequestError } from '../../edge/http/errors.ts'
import { PhotoError } from '../../edge/picture/errors.ts'
import { type Figures, figuresOf } from '../../edge/picture/figures.ts'
import { ModelUnavailable, PhotoRejected, PhotoTooLarge, UnsupportedPhoto } from '../errors.ts'
import { StoreBusy } from '../store/table.ts'

/** A refusal by its stable code, as the schema shows it. */
export function refusedPhoto(code: string, message: string, figures: Figures = {}): Error {
  const { format, ...limits } = figures
  if (code === 'PHOTO_TOO_LARGE' || code === 'PHOTO_TOO_MANY_BYTES') return new PhotoTooLarge(message, limits)
  if (code === 'PHOTO_UNSUPPORTED') return new UnsupportedPhoto(message, format ?? 'unknown')
  return new PhotoRejected(code, message, true)
}

/** What the edge refused, as the schema shows it; any other error as it is. */
export function photoFailure(error: unknown): unknown {
  if (error instanceof PhotoError) {
    return refusedPhoto(error.code, error.message, figuresOf(error))
  }
  if (error instanceof RequestError && error.retryAfterS !== null && !(error instanceof StoreBusy)) {
    return new ModelUnavailable(error.retryAfterS, error.code, error.message)
  }
  return error
}
