import * as z from 'zod'
import { PhotoError } from '../../edge/picture/errors.ts'
import { type Assessment, assessmentSchema, type Failure, failureSchema } from '../contract.ts'
import { AssessmentError } from '../runtime/errors.ts'
import { InputError } from './inputs/errors.ts'
import { OutputFailed } from './output/errors.ts'

/** What `--json` prints per photo: its assessment, or why there is none. */
export const photoLineSchema = z.union([
  z.object({ photo: z.string(), error: failureSchema }).strict(),
  assessmentSchema.extend({ photo: z.string() }),
])

export type PhotoLine = z.infer<typeof photoLineSchema>

export const assessmentLine = (photo: string, assessment: Assessment): string =>
  JSON.stringify({ photo, ...assessment } satisfies PhotoLine)

export const failureLine = (photo: string, error: Failure): string =>
  JSON.stringify({ photo, error } satisfies PhotoLine)

/** The reason as programs and people read it. */
export function failureOf(error: unknown): Failure {
  if (isExpected(error)) return { code: error.code, message: error.message }
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) }
}

/** Whether this is a failure that somebody foresaw, rather than a fault of the program. */
export const isExpected = (
  error: unknown,
): error is PhotoError | AssessmentError | InputError | OutputFailed =>
  error instanceof PhotoError ||
  error instanceof AssessmentError ||
  error instanceof InputError ||
  error instanceof OutputFailed
