import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { PhotoRecord, ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { PhotoTooManyBytes } from '../../edge/picture/errors.ts'
import { figuresSchema } from '../../edge/picture/figures.ts'
import { refusedPhoto } from '../assess/photo-failure.ts'
import { ModelUnavailable } from '../errors.ts'
import type { SignedFetch } from './signed-fetch.ts'

export interface EdgeClientOptions {
  /** Reads what the edge has stored. */
  photos: Photos
  /** Where the edge answers. */
  edgeUrl: string
  /** Signs requests, where the edge takes those of known callers alone. @default the plain one */
  fetch?: SignedFetch
}

/** A function takes 6 MB with its envelope, in which bytes are base64: larger photos go by way of the store. */
const MAX_BODY_BYTES = 4 * 1024 * 1024
/** The edge is told by the store, and takes a photo in within its own time limit. */
const LONGEST_WAIT_MS = 60_000
const PAUSE_MS = 250

const failureSchema = z.object({
  error: figuresSchema.extend({ code: z.string(), message: z.string() }),
})

/**
 * Photos of an edge that runs elsewhere: what comes in is handed to it over HTTP, or what is too large for that by way
 * of the store, so that there is one way in and no native module here; what is stored is read from the store that both
 * share.
 */
export function createEdgeClient({ photos, edgeUrl, fetch = globalThis.fetch }: EdgeClientOptions): Photos {
  /** What became of an upload, once the edge has looked at it. Null where nothing has arrived. */
  async function finishUpload(id: string, signal?: AbortSignal): Promise<PhotoRecord | null> {
    const until = performance.now() + LONGEST_WAIT_MS
    for (;;) {
      const record = await photos.get(id)
      if (record?.state !== 'UPLOADED') return record
      if (performance.now() > until) throw new ModelUnavailable(5, `edge silent about ${id}`)
      await sleep(PAUSE_MS, undefined, signal && { signal })
    }
  }

  async function takeLarge(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadyPhoto> {
    if (bytes.length > photos.maxBytes) throw new PhotoTooManyBytes(bytes.length, photos.maxBytes)
    const { id } = await photos.openUpload({ seconds: 60 })
    await photos.receiveUpload(id, bytes)
    const record = await finishUpload(id, signal)
    if (record?.state === 'READY') return record
    if (record?.state === 'REJECTED')
      throw refusedPhoto(record.reason.code, record.reason.message, record.reason)
    throw new Error(`Expected upload ${id} in the store but received none`)
  }

  return {
    ...photos,
    finishUpload,
    async take(bytes, { signal } = {}): Promise<ReadyPhoto> {
      if (bytes.length > MAX_BODY_BYTES) return takeLarge(bytes, signal)
      const response = await fetch(new URL('/photos', edgeUrl), {
        method: 'POST',
        body: new Uint8Array(bytes),
        headers: { 'Content-Type': 'application/octet-stream' },
        ...(signal && { signal }),
      }).catch((error: Error) => {
        signal?.throwIfAborted()
        throw new ModelUnavailable(5, `edge ${error.name}`)
      })
      const body: unknown = await response.json().catch(() => null)
      if (response.ok) {
        const { id } = z.object({ id: z.string() }).parse(body)
        const photo = await photos.get(id)
        if (photo?.state === 'READY') return photo
        throw new Error(`Expected photo ${id} in the store but received ${photo?.state ?? 'none'}`)
      }
      const failure = failureSchema.safeParse(body)
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
      if (response.status === 429 || response.status >= 500 || !failure.success) {
        throw new ModelUnavailable(Number.isFinite(retryAfter) ? retryAfter : 5, `edge ${response.status}`)
      }
      const { code, message, ...figures } = failure.data.error
      throw refusedPhoto(code, message, figures)
    },
  }
}
