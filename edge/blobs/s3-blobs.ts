import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { type Blobs, checkKey } from './blobs.ts'

/**
 * Keeps files in an S3 bucket. S3 itself shows a file whole or not at all. What signs links and forms
 * is loaded with the first of them: a function that starts for an upload does without it.
 *
 * @param client brings region, credentials and retries; needs s3:GetObject, PutObject, DeleteObject and,
 *   so that a missing file is told from a forbidden one, ListBucket
 */
export function createS3Blobs({ client, bucket }: { client: S3Client; bucket: string }): Blobs {
  const at = (key: string) => ({ Bucket: bucket, Key: checkKey(key) })

  return {
    async put(key, bytes, { contentType }) {
      await client.send(new PutObjectCommand({ ...at(key), Body: bytes, ContentType: contentType }))
    },
    async get(key) {
      const found = await client.send(new GetObjectCommand(at(key))).catch(nullIfMissing)
      return found?.Body ? found.Body.transformToByteArray() : null
    },
    async head(key) {
      const found = await client.send(new HeadObjectCommand(at(key))).catch(nullIfMissing)
      return found && { bytes: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) }
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand(at(key)))
    },
    async list(prefix) {
      const keys: string[] = []
      let next: string | undefined
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: next }),
        )
        for (const { Key } of page.Contents ?? []) if (Key) keys.push(Key)
        next = page.NextContinuationToken
      } while (next)
      return keys
    },
    async link(key, { seconds, contentType }) {
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
      const command = new GetObjectCommand({
        ...at(key),
        ResponseContentType: contentType,
        ResponseContentDisposition: 'inline',
        ResponseCacheControl: `private, max-age=${seconds}`,
      })
      return getSignedUrl(client, command, { expiresIn: seconds })
    },
    async uploadForm(key, { seconds, maxBytes }) {
      const { createPresignedPost } = await import('@aws-sdk/s3-presigned-post')
      return createPresignedPost(client, {
        ...at(key),
        Expires: seconds,
        Fields: { 'Content-Type': 'application/octet-stream' },
        Conditions: [['content-length-range', 1, maxBytes]],
      })
    },
  }
}

function nullIfMissing(error: unknown): null {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null
  throw error
}
