import { type Progress, progressOf } from './progress.ts'
import { isFinal, type UploadItem } from './upload-item.ts'

export interface UploadsState {
  items: readonly UploadItem[]
  progress: Progress
  /** The claim that the photos go to, once there is one. */
  claimId: string | null
}

export interface UploadStoreDeps {
  /** The claim that photos go to now. */
  claimId: () => string | null
  clock: () => number
  /** Runs it soon. Changes come by the hundred; who looks is told once for many. */
  soon: (tell: () => void) => void
}

/** The photos on their way, as the desk shows them. */
export interface UploadStore {
  state(): UploadsState
  subscribe(listener: () => void): () => void
  get(id: string): UploadItem | undefined
  values(): Iterable<UploadItem>
  /** Takes one in; whoever has done with it tells with `changed`, as for `remove` and `forgetPace`. */
  put(item: UploadItem): void
  remove(id: string): void
  update(id: string, change: Partial<UploadItem>): void
  /** Lets one that failed wait for its turn again. */
  reopen(id: string): void
  /** Begins anew to measure how long photos take. */
  forgetPace(): void
  changed(): void
}

export function createUploadStore({ claimId, clock, soon }: UploadStoreDeps): UploadStore {
  const items = new Map<string, UploadItem>()
  const listeners = new Set<() => void>()
  /** When photos became final, for the time left. */
  let finished: number[] = []
  let snapshot: UploadsState | null = null
  let stale = true
  let telling = false

  function changed() {
    stale = true
    if (telling) return
    telling = true
    soon(() => {
      telling = false
      for (const listener of listeners) listener()
    })
  }

  function update(id: string, change: Partial<UploadItem>) {
    const item = items.get(id)
    if (!item) return
    const next = { ...item, ...change }
    items.set(id, next)
    if (isFinal(next) && !isFinal(item)) finished.push(clock())
    changed()
  }

  return {
    state() {
      if (snapshot && !stale) return snapshot
      stale = false
      snapshot = {
        items: [...items.values()],
        progress: progressOf([...items.values()], finished, clock()),
        claimId: claimId(),
      }
      return snapshot
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get: (id) => items.get(id),
    values: () => items.values(),
    put: (item) => void items.set(item.id, item),
    remove: (id) => void items.delete(id),
    update,
    reopen(id) {
      finished = finished.slice(1)
      update(id, { step: 'waiting', failure: null, sent: 0, delayed: null })
    },
    forgetPace() {
      finished = []
    },
    changed,
  }
}
