import * as z from 'zod'
import { BodyTruncated } from './http/errors.ts'
import { uploadOfKey } from './photo-keys.ts'

/** What is read of S3's notification of a new object; the rest is left alone. */
const objectCreatedSchema = z.object({
  Records: z
    .array(
      z.object({
        eventSource: z.literal('aws:s3'),
        eventName: z.string().startsWith('ObjectCreated:'),
        s3: z.object({ object: z.object({ key: z.string() }) }),
      }),
    )
    .min(1),
})

/**
 * The uploads that an S3 event tells of, or null for another event. Objects that are no uploads are
 * left out: a bucket's notification may cover more than ours.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function uploadsOfEvent(event: unknown): string[] | null {
  const parsed = objectCreatedSchema.safeParse(event)
  if (!parsed.success) return null
  return parsed.data.Records.map(({ s3 }) => {
    // Keys come form-encoded.
    return uploadOfKey(new URLSearchParams(`key=${s3.object.key}`).get('key') ?? '')
  }).filter((id) => id !== null)
}

/**
 * Checks that a function URL's body is whole: some of what can stand in front of a function cuts
 * bodies without a word, and base64 cut short still decodes.
 *
 * @throws BodyTruncated
 */
export function checkBody(event: {
  body?: string | null
  isBase64Encoded?: boolean
  headers?: Record<string, string | undefined>
}): void {
  const { body, isBase64Encoded, headers = {} } = event
  if (!body) return
  if (isBase64Encoded && (body.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(body.slice(-64)))) {
    throw new BodyTruncated('whole base64', `${body.length} characters of it`)
  }
  const length = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8')
  const declared = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  if (declared !== undefined && Number(declared) !== length) {
    throw new BodyTruncated(`${declared} bytes`, `${length}`)
  }
}
