import type { Writable } from 'node:stream'

export interface LineWriter {
  /** Resolves when the line is written; once the reader is gone, nothing is written any more. */
  line(text: string): Promise<void>
  /** Aborted when the reader went away, as `head` does. */
  readonly gone: AbortSignal
}

/** Writes lines no faster than they are read, and takes a closed pipe as a wish to stop, not as a failure. */
export function createLineWriter(stream: Writable): LineWriter {
  const controller = new AbortController()
  stream.on('error', () => controller.abort())
  stream.on('close', () => controller.abort())
  return {
    gone: controller.signal,
    line: (text) =>
      new Promise((resolve) => {
        if (controller.signal.aborted) resolve()
        else stream.write(`${text}\n`, () => resolve())
      }),
  }
}
