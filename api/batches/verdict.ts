import { RequestError } from '../../edge/http/errors.ts'
import { PhotoError } from '../../edge/picture/errors.ts'
import { InputError } from '../../inference/cli/inputs/errors.ts'
import type { AssessmentFailure } from '../domain/records.ts'
import { ModelUnavailable, NotFound, PhotoRejected, PhotoTooLarge, UnsupportedPhoto } from '../errors.ts'
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

/** What passes by itself: then the entry waits, however long that takes. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RequestError) return error.retryAfterS !== null
  if (error instanceof ModelUnavailable) return true
  const { code, name } = error as NodeJS.ErrnoException
  return name === 'StoreBusy' || ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'SQLITE_FULL'].includes(code ?? '')
}

/** Whether an archive's own verdict: asking again gives the same. */
export const isFinalVerdict = ({ code }: Pick<AssessmentFailure, 'code'>): boolean =>
  code.startsWith('ARCHIVE_')
