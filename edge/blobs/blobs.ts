import type { Readable } from 'node:stream'

/** Where files are kept: a folder, or S3. Keys are paths of plain names, such as `photos/p1/record.json`. */
export interface Blobs {
  /** Stores the whole file or, if it fails or the process dies, nothing: never a part. Replaces what was there. */
  put(key: string, bytes: Uint8Array, options: { contentType: string }): Promise<void>
  get(key: string): Promise<Uint8Array | null>
  head(key: string): Promise<BlobHead | null>
  /** No complaint if there is nothing to delete. */
  delete(key: string): Promise<void>
  /** Keys that start with the prefix, in no order. */
  list(prefix: string): Promise<string[]>
  /** Names of the folders right below a prefix such as `photos/`; absent where the store tells by listing alone. */
  folders?(prefix: string): Promise<string[]>
  /**
   * Removes what is left of files that were never written whole: of processes that died, and of failures that could
   * not be cleaned up. Absent where the store leaves nothing.
   *
   * @param olderThanSeconds spares what another process may be writing; 0 where there is none
   * @returns how many
   */
  sweepUnfinished?(olderThanSeconds: number): Promise<number>
  /** A URL by which anyone reads the file for a while, without passing through this process; absent where there is none. */
  link?(key: string, options: { seconds: number; contentType: string }): Promise<string>
  /** A form by which anyone puts one file of at most `maxBytes` there; absent where there is none. */
  uploadForm?(key: string, options: { seconds: number; maxBytes: number }): Promise<UploadForm>
}

/** A place for files that are never held in memory whole. */
export interface LargeBlobs extends Pick<Blobs, 'head' | 'delete'> {
  /**
   * Stores what arrives, as it arrives. A failure leaves nothing; where the process dies a part may be left, to be
   * deleted under its key. @throws what the body throws
   */
  putStream(key: string, body: AsyncIterable<Uint8Array>, options: { contentType: string }): Promise<void>
  /** A URL to which anyone may PUT the file for a while; absent where there is none. */
  uploadLink?(key: string, options: { seconds: number }): Promise<string>
  /** Bytes from `start` to before `end`. */
  readStream(key: string, range: { start: number; end: number }): Readable
}

export interface BlobHead {
  bytes: number
  modifiedAt: Date
}

/** POST to `url` as multipart/form-data: the fields, then the photo as the last one, `file`. */
export interface UploadForm {
  url: string
  fields: Record<string, string>
}

const plainKey = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

/** Keys never come from users unchecked; this is the second lock on that door. @throws RangeError */
export function checkKey(key: string): string {
  if (!plainKey.test(key))
    throw new RangeError(`Expected a path of plain names for a blob but received ${key}`)
  return key
}
