import { randomId } from '../upload/random-id.ts'
import { Interrupted, Refused } from '../upload/upload-errors.ts'
import { type BatchOptions, type Sent, sendZip } from './send-zip.ts'

export interface ZipUploadState {
  name: string
  size: number
  /** Bytes that are up. */
  sent: number
  /** Why it stopped; null while it goes on. */
  failure: { code: string; message: string | null } | null
}

/** A zip on its way to become a batch; it goes on while people look at other pages. */
export interface ZipUpload {
  /** Null while there is none. */
  state(): ZipUploadState | null
  subscribe(listener: () => void): () => void
  /** @returns the batch's id; null where it failed or was stopped */
  start(zip: File, options: BatchOptions): Promise<string | null>
  /** The same zip again, after a failure. */
  retry(): Promise<string | null>
  stop(): void
}

interface ZipUploadDeps {
  send: typeof fetch
  /** @default 4 */
  attempts?: number
  pause?: (ms: number) => Promise<void>
  transfer?: typeof sendZip
}

export function createZipUpload({
  send,
  attempts = 4,
  pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  transfer = sendZip,
}: ZipUploadDeps): ZipUpload {
  const listeners = new Set<() => void>()
  let state: ZipUploadState | null = null
  let job: { zip: File; options: BatchOptions; key: string; sent: Sent } | null = null
  let stopping = new AbortController()

  function show(next: ZipUploadState | null) {
    state = next
    for (const listener of listeners) listener()
  }

  async function run(): Promise<string | null> {
    if (!job) return null
    const { zip, options, key, sent } = job
    const { signal } = stopping
    const at = (sent: number) => {
      if (!signal.aborted) show({ name: zip.name, size: zip.size, sent, failure: null })
    }
    for (let attempt = 1; ; attempt++) {
      at(sent.whole ? zip.size : 0)
      try {
        const id = await transfer({ zip, sent, options, send, key, onSent: at, signal })
        job = null
        show(null)
        return id
      } catch (error) {
        if (signal.aborted) return null
        if (error instanceof Interrupted && attempt < attempts) {
          await pause(2000 * attempt)
          if (signal.aborted) return null
          continue
        }
        // What was refused is not asked for again in the same place.
        if (error instanceof Refused && job) job = { ...job, key: randomId(), sent: {} }
        const failure =
          error instanceof Refused
            ? { code: error.code, message: error.message }
            : { code: 'INTERRUPTED_ZIP', message: null }
        show({ name: zip.name, size: zip.size, sent: 0, failure })
        return null
      }
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start(zip, options) {
      stopping.abort()
      stopping = new AbortController()
      job = { zip, options, key: randomId(), sent: {} }
      return run()
    },
    retry: run,
    stop() {
      stopping.abort()
      job = null
      show(null)
    },
  }
}
