import type { Work } from './carry-photo.ts'
import type { UploadStore } from './upload-store.ts'

export interface UploadQueueDeps {
  store: UploadStore
  carry: (id: string, work: Work) => Promise<void>
  /** Photos that are prepared or sent at once. */
  concurrency: number
}

/** The work on each photo, and whose turn it is: a few at a time, in the order they came. */
export function createUploadQueue({ store, carry, concurrency }: UploadQueueDeps) {
  const work = new Map<string, Work>()
  let running = 0

  /** Begins with those that wait, as far as there is room. */
  function go() {
    for (const { id, step } of store.values()) {
      if (running >= concurrency) return
      const job = work.get(id)
      if (step !== 'waiting' || !job) continue
      running++
      store.update(id, { step: 'preparing' })
      void carry(id, job).finally(() => {
        running--
        go()
      })
    }
  }

  return {
    get: (id: string) => work.get(id),
    set: (id: string, job: Work) => void work.set(id, job),
    remove: (id: string) => void work.delete(id),
    go,
  }
}
