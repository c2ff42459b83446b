import { PhotoError } from '../../edge/picture/errors.ts'
import { InputError } from '../../inference/cli/inputs/errors.ts'
import type { AssessmentFailure } from '../domain/records.ts'
import { NotFound, PhotoRejected, PhotoTooLarge, UnsupportedPhoto } from '../errors.ts'
import { ZipGone } from './sources/zip-reader.ts'

/**
 * Why an entry ends without an assessment, where the entry itself is to blame and doing it again is no help; null
 * for every other error.
 */
export function verdictOf(error: unknown): AssessmentFailure | null {
  if (error instanceof PhotoRejected) return failure(error.reason, error.message, error.shouldRetake)
  if (error instanceof PhotoTooLarge || error instanceof UnsupportedPhoto || error instanceof PhotoError)
    return failure(error.code, error.message, true)
  if (error instanceof NotFound) return failure('PHOTO_NOT_FOUND', error.message)
  if (error instanceof InputError || error instanceof ZipGone) return failure(error.code, error.message)
  return null
}

export const failure = (code: string, message: string, shouldRetake = false): AssessmentFailure => ({
  code,
  message,
  retryAfterSeconds: null,
  shouldRetake,
})

/** Whether an archive's own verdict: asking again gives the same. */
export const isFinalVerdict = ({ code }: Pick<AssessmentFailure, 'code'>): boolean =>
  code.startsWith('ARCHIVE_')
