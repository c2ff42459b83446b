import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { StorageUnavailable } from '../http/errors.ts'
import { type Blobs, checkKey, type LargeBlobs } from './blobs.ts'

/**
 * Keeps files in an S3 bucket. S3 itself shows a file whole or not at all. What signs links and forms
 * is loaded with the first of them: a function that starts for an upload does without it. An S3 that does not answer,
 * or asks for patience, is a StorageUnavailable.
 *
 * @param client brings region, credentials and retries, and makes checksums where S3 wants them alone: a link for an
 *   upload would hold that of nothing; needs s3:GetObject, PutObject, DeleteObject and,
 *   so that a missing file is told from a forbidden one, ListBucket
 */
export function createS3Blobs({ client, bucket }: { client: S3Client; bucket: string }): Blobs & LargeBlobs {
  const at = (key: string) => ({ Bucket: bucket, Key: checkKey(key) })

  return {
    async put(key, bytes, { contentType }) {
      await told(client.send(new PutObjectCommand({ ...at(key), Body: bytes, ContentType: contentType })))
    },
    async get(key) {
      const found = await told(client.send(new GetObjectCommand(at(key)))).catch(nullIfMissing)
      return found?.Body ? told(found.Body.transformToByteArray()) : null
    },
    async head(key) {
      const found = await told(client.send(new HeadObjectCommand(at(key)))).catch(nullIfMissing)
      return found && { bytes: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) }
    },
    async delete(key) {
      await told(client.send(new DeleteObjectCommand(at(key))))
    },
    async putStream(key, body, { contentType }) {
      const { UploadId } = await told(
        client.send(new CreateMultipartUploadCommand({ ...at(key), ContentType: contentType })),
      )
      const upload = { ...at(key), UploadId }
      try {
        const Parts: { ETag: string | undefined; PartNumber: number }[] = []
        for await (const Body of inParts(body)) {
          const PartNumber = Parts.length + 1
          const { ETag } = await told(client.send(new UploadPartCommand({ ...upload, PartNumber, Body })))
          Parts.push({ ETag, PartNumber })
        }
        await told(client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })))
      } catch (error) {
        await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {})
        throw error
      }
    },
    readStream(key, { start, end }) {
      if (end <= start) return Readable.from([])
      const out = new PassThrough()
      const sending = client.send(new GetObjectCommand({ ...at(key), Range: `bytes=${start}-${end - 1}` }))
      told(sending.then(({ Body }) => pipeline(Body as Readable, out))).catch((error) => out.destroy(error))
      return out
    },
    async list(prefix) {
      const keys: string[] = []
      let next: string | undefined
      do {
        const page = await told(
          client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: next })),
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
    async uploadLink(key, { seconds }) {
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
      return getSignedUrl(client, new PutObjectCommand(at(key)), { expiresIn: seconds })
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

/** S3 takes up to 10,000 parts, each but the last of 5 MiB at least; these make 80 GB. */
const PART_BYTES = 8 * 1024 * 1024

/** An upload needs one part at least, if only an empty one. */
async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = []
  let length = 0
  let given = false
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length < PART_BYTES) continue
    yield Buffer.concat(chunks, length)
    given = true
    chunks = []
    length = 0
  }
  if (length > 0 || !given) yield Buffer.concat(chunks, length)
}

/** Of the way to S3; the SDK calls most of them TimeoutError once it has given up. */
const LOST = new Set(['TimeoutError', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])

/** What S3 answers, or why there is no answer, in words that whoever sent a photo can act on. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const { name, code = '', $metadata } = error as Error & Partial<S3ServiceException> & { code?: string }
    const status = $metadata?.httpStatusCode ?? 0
    const passes = status >= 500 || status === 429 || LOST.has(name) || LOST.has(code)
    throw passes ? new StorageUnavailable({ cause: error }) : error
  }
}

function nullIfMissing(error: unknown): null {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null
  throw error
}
