import { z } from 'zod'
import { assessmentSchema, failureSchema, type Assessment as ModelAnswer } from '../../inference/contract.ts'

/**
 * SageMaker's notification that a photo was looked at, or could not be.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
 */
const notificationSchema = z.object({
  invocationStatus: z.enum(['Completed', 'Failed']),
  inferenceId: z.string(),
  responseParameters: z.object({ outputLocation: z.string().optional() }).optional(),
  failureReason: z.string().optional(),
  failureLocation: z.string().optional(),
})

/** Under which name an answer lies, whose it is, and why it failed where it did. */
export interface AsyncAnswer {
  inferenceId: string
  failed: boolean
  /** In words, for the log. */
  reason: string | null
  /** Key in the bucket; null where nothing was written. */
  key: string | null
}

/** @throws ZodError, SyntaxError, RangeError for an answer in another bucket */
export function readNotification(body: string, bucket: string): AsyncAnswer {
  const seen = notificationSchema.parse(JSON.parse(body))
  const failed = seen.invocationStatus === 'Failed'
  const location = failed ? seen.failureLocation : seen.responseParameters?.outputLocation
  const prefix = `s3://${bucket}/`
  if (location && !location.startsWith(prefix)) {
    throw new RangeError(`Expected an answer below ${prefix} but received ${location}`)
  }
  return {
    inferenceId: seen.inferenceId,
    failed,
    reason: seen.failureReason ?? null,
    key: location ? location.slice(prefix.length) : null,
  }
}

/** What the container wrote: an assessment, a refusal of the photo, or neither. */
export function readWritten(
  bytes: Uint8Array | null,
): { answer: ModelAnswer } | { refusal: z.infer<typeof failureSchema> } | null {
  const text = bytes ? Buffer.from(bytes).toString() : ''
  const answer = assessmentSchema.safeParse(parse(text))
  if (answer.success) return { answer: answer.data }
  // SageMaker writes the container's words into a sentence of its own.
  const refusal = z
    .object({ error: failureSchema })
    .safeParse(parse(/\{"error":\{.*\}\}/s.exec(text)?.[0] ?? ''))
  return refusal.success ? { refusal: refusal.data.error } : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
