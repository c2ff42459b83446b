import type { LeftPhoto } from './kept-photos.ts'
import { type Progress, progressOf } from './progress.ts'
import { randomId } from './random-id.ts'
import type { PhotoSource } from './sources.ts'
import type { UploadApi } from './upload-api.ts'
import { Interrupted, Refused } from './upload-errors.ts'
import { type Assessed, isFinal, newItem, type UploadFailure, type UploadItem } from './upload-item.ts'
import type { UploadKeeper } from './upload-keeper.ts'

export interface UploadsState {
  items: readonly UploadItem[]
  progress: Progress
  /** The claim that the photos go to, once there is one. */
  claimId: string | null
}

export interface UploadsOptions {
  /** How closely the model looks. */
  detail: 'STANDARD' | 'HIGH'
  /** What a new claim is called; null leaves it without. */
  reference: string | null
}

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

/** Photos that go to one claim. */
interface Batch {
  id: string
  claim: Promise<string> | null
  claimId: string | null
}

interface Work {
  source: PhotoSource
  options: UploadsOptions
  /** Under which the API carries the request out once. */
  key: string
  batch: Batch
}

/** How often finished assessments are asked for, and how many at once. */
const POLL_MS = 1000
const POLL_COUNT = 30
const LONGEST_PAUSE_S = 30

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
  const items = new Map<string, UploadItem>()
  const work = new Map<string, Work>()
  const listeners = new Set<() => void>()
  /** When photos became final, for the time left. */
  let finished: number[] = []
  const openBatch = (claimId: string | null, id = newId()): Batch => ({
    id,
    claim: claimId ? Promise.resolve(claimId) : null,
    claimId,
  })
  let batch = openBatch(null)
  let running = 0
  let polling = false
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

  const fail = (id: string, failure: UploadFailure) => {
    if (!failure.again) keeper?.forget(id)
    update(id, { step: 'failed', delayed: null, failure })
  }

  /** The claim of a batch: opened by its first photo that arrives, so that none stays without photos. */
  function claimOf({ batch, options }: Work): Promise<string> {
    batch.claim ??= api.openClaim(options.reference).then(
      (opened) => {
        batch.claimId = opened
        keeper?.claimed(batch.id, opened)
        changed()
        return opened
      },
      (error) => {
        batch.claim = null
        throw error
      },
    )
    return batch.claim
  }

  /** Does it until it is done, refused, or tried too often. */
  async function persist<T>(id: string, act: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await act()
        update(id, { delayed: null })
        return result
      } catch (error) {
        if (!(error instanceof Interrupted) || attempt >= attempts || !items.has(id)) throw error
        update(id, { delayed: error.cause })
        await pause(1000 * (error.retryAfterSeconds ?? Math.min(2 ** (attempt - 1), LONGEST_PAUSE_S)))
      }
    }
  }

  async function carry(id: string) {
    const job = work.get(id)
    const before = items.get(id)
    if (!job || !before) return
    const { source, options, key } = job
    try {
      if (before.photoId === null) {
        const file = await api.prepare(await source.open())
        update(id, { step: 'sending', size: file.size, sent: 0 })
        const photo = await persist(id, () => api.send(file, (sent) => update(id, { sent })))
        update(id, { photoId: photo.id, quality: photo.quality, picture: photo.links.thumbnail, sent: 1 })
        keeper?.sent(id, photo.id)
      }
      const photo = items.get(id)?.photoId
      if (!photo) return
      const target = await persist(id, () => claimOf(job))
      update(id, { claimId: target })
      const assessmentId = await persist(id, () =>
        api.assess({ photo, claim: target, key, detail: options.detail }),
      )
      update(id, { step: 'queued', assessmentId })
      keeper?.forget(id)
      void poll()
    } catch (error) {
      fail(id, failureOf(error))
    }
  }

  function go() {
    for (const item of items.values()) {
      if (running >= concurrency) return
      if (item.step !== 'waiting') continue
      running++
      update(item.id, { step: 'preparing' })
      void carry(item.id).finally(() => {
        running--
        go()
      })
    }
  }

  async function poll() {
    if (polling) return
    polling = true
    try {
      for (;;) {
        const due = [...items.values()]
          .filter(({ step }) => step === 'queued' || step === 'assessing')
          .slice(0, POLL_COUNT)
        if (due.length === 0) return
        const answers = await api
          .results(due.map(({ assessmentId }) => assessmentId as string))
          .catch(() => null)
        if (answers) due.forEach((item, i) => receive(item, answers[i] ?? null))
        await pause(POLL_MS)
      }
    } finally {
      polling = false
    }
  }

  function receive(item: UploadItem, answer: Assessed | null) {
    if (!answer) return fail(item.id, { code: 'GONE', message: null, again: false })
    if (answer.status === 'QUEUED') return
    if (answer.status === 'RUNNING') {
      if (item.step !== 'assessing') update(item.id, { step: 'assessing' })
      return
    }
    const { failure } = answer
    const picture = answer.photo.links?.thumbnail ?? item.picture
    if (!failure)
      return update(item.id, {
        step: 'done',
        result: answer,
        picture,
        quality: answer.quality ?? item.quality,
      })
    fail(item.id, { code: failure.code, message: failure.message, again: failure.retryAfterSeconds !== null })
  }

  function again(id: string) {
    const item = items.get(id)
    const job = work.get(id)
    if (!item || !job || item.step !== 'failed') return
    finished = finished.slice(1)
    // An assessment that has ended is asked for anew; a photo that never got there keeps its key.
    if (item.assessmentId) work.set(id, { ...job, key: newId() })
    update(id, { step: 'waiting', failure: null, sent: 0, delayed: null })
  }

  function drop(id: string) {
    items.delete(id)
    work.delete(id)
    keeper?.forget(id)
  }

  return {
    state() {
      if (snapshot && !stale) return snapshot
      stale = false
      snapshot = {
        items: [...items.values()],
        progress: progressOf([...items.values()], finished, clock()),
        claimId: batch.claimId,
      }
      return snapshot
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(sources, options) {
      for (const source of sources) {
        const id = newId()
        items.set(id, newItem(id, source.name, source.size))
        const key = newId()
        work.set(id, { source, options, key, batch })
        const { name, size, open, failure } = source
        if (failure) fail(id, failure)
        else keeper?.keep({ id, name, size, open, key, ...options, group: batch.id, photoId: null })
      }
      if (batch.claimId) keeper?.claimed(batch.id, batch.claimId)
      changed()
      go()
    },
    restore(photos) {
      const batches = new Map<string, Batch>()
      const idle = items.size === 0 && batch.claimId === null
      for (const { id, name, size, key, detail, reference, group, claimId, photoId, file } of photos) {
        const own = batches.get(group) ?? openBatch(claimId, group)
        batches.set(group, own)
        const source = { name, size, open: async () => file ?? new Blob() }
        items.set(id, { ...newItem(id, name, size), claimId, photoId, sent: photoId ? 1 : 0 })
        work.set(id, { source, options: { detail, reference }, key, batch: own })
      }
      // Where all of them go to one claim, further photos do so too, unless another was begun already.
      const [only, ...others] = batches.values()
      if (idle && only && others.length === 0) batch = only
      changed()
      go()
    },
    begin(target) {
      batch = openBatch(target)
      for (const item of items.values()) if (isFinal(item)) drop(item.id)
      finished = []
      changed()
    },
    retry(id) {
      again(id)
      go()
    },
    retryAll() {
      for (const item of items.values()) if (item.failure?.again) again(item.id)
      go()
    },
    remove(id) {
      drop(id)
      changed()
    },
    clear() {
      for (const id of items.keys()) drop(id)
      batch = openBatch(null)
      finished = []
      changed()
    },
  }
}

function failureOf(error: unknown): UploadFailure {
  if (error instanceof Refused) return { code: error.code, message: error.message, again: false }
  if (error instanceof Interrupted) {
    return { code: error.cause === 'busy' ? 'SERVER_BUSY' : 'NO_CONNECTION', message: null, again: true }
  }
  return { code: 'UNREADABLE', message: (error as Error).message, again: true }
}

function pauseUntilOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    addEventListener('online', done)
  })
}
