import { createCarryPhoto, type UploadsOptions } from './carry-photo.ts'
import { type Batch, openBatch } from './claim-of-batch.ts'
import { createFetchResults } from './fetch-results.ts'
import type { LeftPhoto } from './kept-photos.ts'
import { pauseUntilOnline } from './pause-until-online.ts'
import { randomId } from './random-id.ts'
import type { PhotoSource } from './sources.ts'
import type { UploadApi } from './upload-api.ts'
import { isFinal, newItem, type UploadFailure } from './upload-item.ts'
import type { UploadKeeper } from './upload-keeper.ts'
import { createUploadQueue } from './upload-queue.ts'
import { createUploadStore, type UploadsState } from './upload-store.ts'

export interface UploadsDeps {
  api: UploadApi
  /** Keeps what is not with the server yet for the next visit. @default nobody does */
  keeper?: Pick<UploadKeeper, 'keep' | 'sent' | 'claimed' | 'forget'>
  /** Photos that are prepared or sent at once. @default 3 */
  concurrency?: number
  /** How often a photo is tried again before the person is asked. @default 8 */
  attempts?: number
  clock?: () => number
  /** Resolves after that many milliseconds, or as soon as the connection is back. */
  pause?: (ms: number) => Promise<void>
  newId?: () => string
  /** Runs it soon. Changes come by the hundred; who looks is told once for many. @default after 50 ms */
  soon?: (tell: () => void) => void
}

export interface Uploads {
  state(): UploadsState
  subscribe(listener: () => void): () => void
  /** Takes photos in; what comes while others are on their way goes to the same claim. */
  add(sources: readonly PhotoSource[], options: UploadsOptions): void
  /** Goes on with photos of an earlier visit, each in its own claim. */
  restore(photos: readonly LeftPhoto[]): void
  /** Lets the next photos go to this claim, or with null to a new one. Forgets those that are finished. */
  begin(claimId: string | null): void
  retry(id: string): void
  retryAll(): void
  remove(id: string): void
  /** Drops everything: whoever it belonged to has signed out. */
  clear(): void
}

/**
 * Takes photos to the server and brings their results back: a few at a time, again after a lost
 * connection, and each assessed once however often it is sent.
 */
export function createUploads({
  api,
  keeper,
  concurrency = 3,
  attempts = 8,
  clock = Date.now,
  pause = pauseUntilOnline,
  newId = randomId,
  soon = (tell) => setTimeout(tell, 50),
}: UploadsDeps): Uploads {
  let batch = openBatch(newId(), null)
  const store = createUploadStore({ claimId: () => batch.claimId, clock, soon })

  const fail = (id: string, failure: UploadFailure) => {
    if (!failure.again) keeper?.forget(id)
    store.update(id, { step: 'failed', delayed: null, failure })
  }

  const fetchResults = createFetchResults({ api, store, pause, fail })
  const carried = () => void fetchResults()
  const carry = createCarryPhoto({ api, store, keeper, attempts, pause, fail, carried })
  const work = createUploadQueue({ store, carry, concurrency })

  function again(id: string) {
    const item = store.get(id)
    const job = work.get(id)
    if (!item || !job || item.step !== 'failed') return
    // An assessment that has ended is asked for anew; a photo that never got there keeps its key.
    if (item.assessmentId) work.set(id, { ...job, key: newId() })
    store.reopen(id)
  }

  function drop(id: string) {
    store.remove(id)
    work.remove(id)
    keeper?.forget(id)
  }

  return {
    state: store.state,
    subscribe: store.subscribe,
    add(sources, options) {
      for (const source of sources) {
        const id = newId()
        store.put(newItem(id, source.name, source.size))
        const key = newId()
        work.set(id, { source, options, key, batch })
        const { name, size, open, failure } = source
        if (failure) fail(id, failure)
        else keeper?.keep({ id, name, size, open, key, ...options, group: batch.id, photoId: null })
      }
      if (batch.claimId) keeper?.claimed(batch.id, batch.claimId)
      store.changed()
      work.go()
    },
    restore(photos) {
      const batches = new Map<string, Batch>()
      const idle = [...store.values()].length === 0 && batch.claimId === null
      for (const { id, name, size, key, detail, reference, group, claimId, photoId, file } of photos) {
        const own = batches.get(group) ?? openBatch(group, claimId)
        batches.set(group, own)
        const source = { name, size, open: async () => file ?? new Blob() }
        store.put({ ...newItem(id, name, size), claimId, photoId, sent: photoId ? 1 : 0 })
        work.set(id, { source, options: { detail, reference }, key, batch: own })
      }
      // Where all of them go to one claim, further photos do so too, unless another was begun already.
      const [only, ...others] = batches.values()
      if (idle && only && others.length === 0) batch = only
      store.changed()
      work.go()
    },
    begin(target) {
      batch = openBatch(newId(), target)
      for (const item of store.values()) if (isFinal(item)) drop(item.id)
      store.forgetPace()
      store.changed()
    },
    retry(id) {
      again(id)
      work.go()
    },
    retryAll() {
      for (const item of store.values()) if (item.failure?.again) again(item.id)
      work.go()
    },
    remove(id) {
      drop(id)
      store.changed()
    },
    clear() {
      for (const { id } of store.values()) drop(id)
      batch = openBatch(newId(), null)
      store.forgetPace()
      store.changed()
    },
  }
}
