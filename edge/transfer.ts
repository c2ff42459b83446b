import * as threads from 'node:worker_threads'

// Node 21 and later can tell, and refuse to transfer such a buffer; Node 20 clones it instead.
const { isMarkedAsUntransferable = () => false } = threads as {
  isMarkedAsUntransferable?: (buffer: ArrayBufferLike) => boolean
}

/** The buffer of these bytes, if it can go to another thread and holds nothing else. */
const wholeBuffer = ({ buffer, byteLength }: Uint8Array): ArrayBuffer | null =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && !isMarkedAsUntransferable(buffer)
    ? buffer
    : null

/** The same bytes in a buffer that can be handed to another thread: a copy, if theirs holds other bytes, too. */
export const inOwnBuffer = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  wholeBuffer(bytes) ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)

const { port1: nobody } = new threads.MessageChannel()
nobody.close()

/**
 * Gives memory back to the system at once: what is handed to nobody is gone. V8 would do so when it next looks through
 * its heap, and counts the bytes until then, so that pictures of a few uploads make it look, however little else is in
 * there. Arrays that are parts of larger ones stay as they are; the others are empty afterwards.
 */
export function free(arrays: readonly Uint8Array[]): void {
  const buffers = new Set(arrays.map(wholeBuffer).filter((buffer) => buffer !== null))
  nobody.postMessage(null, [...buffers])
}
