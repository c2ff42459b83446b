import { setTimeout as sleep } from 'node:timers/promises'
import type { Blobs } from '../../../edge/blobs/blobs.ts'
import type { Links } from '../../../edge/links.ts'
import { drawnKey } from '../../../edge/photo-keys.ts'
import type { ReadyPhoto } from '../../../edge/photo-record.ts'
import type { SignedFetch } from '../../photos/signed-fetch.ts'

export interface DrawnByEdgeDeps {
  edgeUrl: string
  fetch: SignedFetch
  links: Pick<Links, 'annotated'>
  /** Where the edge keeps what it has drawn. */
  blobs: Pick<Blobs, 'get'>
}

const ATTEMPTS = 4
const PAUSE_MS = 500

/** Photos with an overlay drawn over them by an edge that runs elsewhere. Null where it has no such photo. */
export function createDrawnByEdge({ edgeUrl, fetch, links, blobs }: DrawnByEdgeDeps) {
  return async ({ id }: ReadyPhoto, overlay: string): Promise<Uint8Array | null> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(new URL(links.annotated(id, overlay), edgeUrl), { redirect: 'manual' })
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
      await answer.body?.cancel()
      // It leads to the store, which is known here.
      if (answer.status === 302) return blobs.get(drawnKey(id, overlay))
      if (answer.status === 404) return null
      if (attempt === ATTEMPTS)
        throw new Error(`Expected a drawn picture of ${id} but received status ${answer.status}`)
      await sleep(PAUSE_MS * 2 ** attempt)
    }
  }
}
