import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

/** S3 answers within tenths of a second, and goes on once it has begun; where nothing moves for so long, it is stuck. */
const SILENT_MS = 5000
const CONNECT_MS = 2000

export interface S3ClientOptions extends S3ClientConfig {
  /** Milliseconds in which something has to move, of one attempt. @default 5000 */
  silentMs?: number
}

/**
 * A client that gives up on what is stuck, before the answer, in the midst of it or of an upload; by itself the SDK
 * waits for ever. Large files may take as long as they need: what counts is silence. What has no answer yet is tried
 * again, three times in all.
 */
export const createS3Client = ({ silentMs = SILENT_MS, ...config }: S3ClientOptions = {}): S3Client =>
  new S3Client({
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: silentMs },
    ...config,
  })
