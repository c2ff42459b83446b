import type { Logger } from 'pino'
import { RequestError } from './http/errors.ts'
import type { Photos } from './photos.ts'

export interface UploadRunner {
  /** Takes in what arrived for an upload, after those before it. */
  add(id: string): void
  /** Adds what an earlier process left behind. */
  resume(): Promise<void>
  /** Resolves once what was under way has ended; the rest stays for the next process. */
  stop(): Promise<void>
}

/** Does on one machine what the store's object-created events do on AWS: one upload at a time, in the background. */
export function createUploadRunner({ photos, logger }: { photos: Photos; logger: Logger }): UploadRunner {
  const stopping = new AbortController()
  let last: Promise<void> = Promise.resolve()

  async function finish(id: string): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const photo = await photos.finishUpload(id)
        logger.info({ upload: id, state: photo?.state }, 'upload finished')
        return
      } catch (error) {
        const wait = error instanceof RequestError ? error.retryAfterS : null
        if (wait === null)
          return logger.error({ upload: id, err: error }, 'upload failed; it stays for the next start')
        await pause(wait * 1000, stopping.signal)
      }
    }
  }
  const add = (id: string) => {
    last = last.then(() => finish(id))
  }
  return {
    add,
    async resume() {
      for (const id of await photos.pendingUploads()) add(id)
    },
    async stop() {
      stopping.abort()
      await last
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })
}
