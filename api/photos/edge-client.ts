import { z } from 'zod'
import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
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

const failureSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/**
 * Photos of an edge that runs elsewhere: what comes in is handed to it over HTTP, so that there is one
 * way in and no native module here; what is stored is read from the store that both share.
 */
export function createEdgeClient({ photos, edgeUrl, fetch = globalThis.fetch }: EdgeClientOptions): Photos {
  return {
    ...photos,
    async take(bytes, { signal } = {}): Promise<ReadyPhoto> {
      const response = await fetch(new URL('/photos', edgeUrl), {
        method: 'POST',
        body: new Uint8Array(bytes),
        headers: { 'Content-Type': 'application/octet-stream' },
        ...(signal && { signal }),
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
      throw refusedPhoto(failure.data.error.code, failure.data.error.message)
    },
  }
}
