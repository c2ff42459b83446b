import { once } from 'node:events'
import type { Writable } from 'node:stream'

export interface LineWriter {
  /** Resolves when the stream can take more; once the reader is gone, nothing is written any more. */
  line(text: string): Promise<void>
  /** Aborted when the reader went away, as `head` does. */
  readonly gone: AbortSignal
}

/** Writes lines no faster than they are read, and takes a closed pipe as a wish to stop, not as a failure. */
export function createLineWriter(stream: Writable): LineWriter {
  const controller = new AbortController()
  const leave = () => controller.abort()
  stream.on('error', leave)
  stream.on('close', leave)
  return {
    gone: controller.signal,
    async line(text) {
      if (controller.signal.aborted) return
      if (stream.write(`${text}\n`)) return
      await once(stream, 'drain', { signal: controller.signal }).catch(() => {})
    },
  }
}
