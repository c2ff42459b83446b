import { createHash, randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { LargeBlobs } from '../blobs/blobs.ts'
import { BodyTooSlow, BodyTruncated, ClientGone } from '../http/errors.ts'
import { ZipEmpty, ZipTooLarge } from './errors.ts'

export interface ReceiveOptions {
  maxBytes: number
  /** What the sender said it would be; null where it said nothing. */
  declaredBytes: number | null
  /** Longest pause between two pieces. */
  stallSeconds: number
  signal?: AbortSignal
}

export interface StoredZip {
  id: string
  bytes: number
  /** In hex. */
  sha256: string
}

/** Zips of photos, kept as they came: they are read piece by piece and never held in memory whole. */
export interface Zips {
  newId(): string
  /**
   * Stores a zip as it arrives; when it does not arrive whole, nothing is kept.
   *
   * @throws ZipTooLarge, ZipEmpty, BodyTruncated, BodyTooSlow, ClientGone
   */
  receive(id: string, body: AsyncIterable<Uint8Array>, options: ReceiveOptions): Promise<StoredZip>
  /** A URL to which anybody may PUT the zip for a while, up to 5 GiB; null where the store takes none itself. */
  uploadLink(id: string, seconds: number): Promise<string | null>
  /** In bytes; null where there is no such zip. */
  size(id: string): Promise<number | null>
  /** Bytes from `start` to before `end`. */
  read(id: string, start: number, end: number): Readable
  erase(id: string): Promise<void>
}

const zipKey = (id: string) => `zips/${id}`
export const isZipId = (id: string): boolean => /^z[0-9a-f]{32}$/.test(id)

export function createZips({ blobs }: { blobs: LargeBlobs }): Zips {
  return {
    newId: () => `z${randomUUID().replaceAll('-', '')}`,
    async receive(id, body, options) {
      const { maxBytes, declaredBytes } = options
      if (declaredBytes !== null && declaredBytes > maxBytes) throw new ZipTooLarge(declaredBytes, maxBytes)
      const hash = createHash('sha256')
      let bytes = 0
      async function* counted() {
        for await (const chunk of unstalled(body, options)) {
          bytes += chunk.length
          if (bytes > maxBytes) throw new ZipTooLarge(bytes, maxBytes)
          hash.update(chunk)
          yield chunk
        }
        if (bytes === 0) throw new ZipEmpty()
        if (declaredBytes !== null && declaredBytes !== bytes)
          throw new BodyTruncated(`${declaredBytes} bytes`, `${bytes}`)
      }
      await blobs.putStream(zipKey(id), counted(), { contentType: 'application/zip' })
      return { id, bytes, sha256: hash.digest('hex') }
    },
    uploadLink: async (id, seconds) => (await blobs.uploadLink?.(zipKey(id), { seconds })) ?? null,
    size: async (id) => (isZipId(id) ? ((await blobs.head(zipKey(id)))?.bytes ?? null) : null),
    read: (id, start, end) => blobs.readStream(zipKey(id), { start, end }),
    erase: (id) => blobs.delete(zipKey(id)),
  }
}

/** Gives up on a sender that has gone or sends nothing for too long. */
async function* unstalled(
  body: AsyncIterable<Uint8Array>,
  { stallSeconds, signal }: ReceiveOptions,
): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]()
  const gone = () => (signal?.aborted ? new ClientGone() : new BodyTooSlow(stallSeconds))
  try {
    for (;;) {
      const next = pieces.next().catch((error) => {
        throw signal?.aborted ? new ClientGone() : error
      })
      let timer: NodeJS.Timeout | undefined
      let abort: (() => void) | undefined
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(gone()), stallSeconds * 1000)
        abort = () => reject(new ClientGone())
        signal?.addEventListener('abort', abort, { once: true })
        if (signal?.aborted) abort()
      })
      try {
        const { done, value } = await Promise.race([next, late])
        if (done) return
        yield value
      } finally {
        next.catch(() => {})
        clearTimeout(timer)
        if (abort) signal?.removeEventListener('abort', abort)
      }
    }
  } finally {
    void Promise.resolve(pieces.return?.()).catch(() => {})
  }
}
