import { type Batch, createClaimOfBatch } from './claim-of-batch.ts'
import type { PhotoSource } from './sources.ts'
import type { UploadApi } from './upload-api.ts'
import { Interrupted, Refused } from './upload-errors.ts'
import type { UploadFailure } from './upload-item.ts'
import type { UploadKeeper } from './upload-keeper.ts'
import type { UploadStore } from './upload-store.ts'

export interface UploadsOptions {
  /** How closely the model looks. */
  detail: 'STANDARD' | 'HIGH'
  /** What a new claim is called; null leaves it without. */
  reference: string | null
}

/** What it takes to bring a photo to the server. */
export interface Work {
  source: PhotoSource
  options: UploadsOptions
  /** Under which the API carries the request out once. */
  key: string
  batch: Batch
}

export interface CarryPhotoDeps {
  api: UploadApi
  store: UploadStore
  keeper: Pick<UploadKeeper, 'sent' | 'claimed' | 'forget'> | undefined
  /** How often a photo is tried before the person is asked. */
  attempts: number
  pause: (ms: number) => Promise<void>
  fail: (id: string, failure: UploadFailure) => void
  /** Told of every photo whose assessment has been asked for. */
  carried: () => void
}

const LONGEST_PAUSE_S = 30

/** Brings one photo to the server, into its claim and to its assessment, from wherever it stands. Never rejects. */
export function createCarryPhoto({ api, store, keeper, attempts, pause, fail, carried }: CarryPhotoDeps) {
  const { update } = store
  const claimOf = createClaimOfBatch({ api, keeper, changed: store.changed })

  /** Does it until it is done, refused, or tried too often. */
  async function persist<T>(id: string, act: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await act()
        update(id, { delayed: null })
        return result
      } catch (error) {
        if (!(error instanceof Interrupted) || attempt >= attempts || !store.get(id)) throw error
        update(id, { delayed: error.cause })
        await pause(1000 * (error.retryAfterSeconds ?? Math.min(2 ** (attempt - 1), LONGEST_PAUSE_S)))
      }
    }
  }

  return async (id: string, { source, options, key, batch }: Work): Promise<void> => {
    const before = store.get(id)
    if (!before) return
    try {
      if (before.photoId === null) {
        const file = await api.prepare(await source.open())
        update(id, { step: 'sending', size: file.size, sent: 0 })
        const photo = await persist(id, () => api.send(file, (sent) => update(id, { sent })))
        update(id, { photoId: photo.id, quality: photo.quality, picture: photo.links.thumbnail, sent: 1 })
        keeper?.sent(id, photo.id)
      }
      const photo = store.get(id)?.photoId
      if (!photo) return
      const target = await persist(id, () => claimOf(batch, options.reference))
      update(id, { claimId: target })
      const assessmentId = await persist(id, () =>
        api.assess({ photo, claim: target, key, detail: options.detail }),
      )
      update(id, { step: 'queued', assessmentId })
      keeper?.forget(id)
      carried()
    } catch (error) {
      fail(id, failureOf(error))
    }
  }
}

function failureOf(error: unknown): UploadFailure {
  if (error instanceof Refused) return { code: error.code, message: error.message, again: false }
  if (error instanceof Interrupted) {
    return { code: error.cause === 'busy' ? 'SERVER_BUSY' : 'NO_CONNECTION', message: null, again: true }
  }
  return { code: 'UNREADABLE', message: (error as Error).message, again: true }
}
