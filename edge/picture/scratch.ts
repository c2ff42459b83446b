/** Room for the pixels of one picture at a time, lent and given back. */
export interface Scratch {
  /** So many bytes, which hold anything. */
  lend(bytes: number): Uint8Array
  /** Nobody may look at them any more. Room that never comes back is garbage like any other. */
  giveBack(room: Uint8Array): void
}

/** Kept at most: working pictures, but not a 12-megapixel one. */
const KEPT_BYTES = 8 * 1024 * 1024
const KEPT_ROOMS = 2

/**
 * Keeps what was given back for the next picture. New room costs twice: the system clears every page of it, and V8
 * looks through its whole heap for something to let go of after every few pictures.
 */
export function createScratch(): Scratch {
  const idle: ArrayBufferLike[] = []
  return {
    lend(bytes) {
      const found = idle.findIndex(({ byteLength }) => byteLength >= bytes)
      const room = found < 0 ? new ArrayBuffer(bytes) : idle.splice(found, 1)[0]
      return new Uint8Array(room as ArrayBuffer, 0, bytes)
    },
    giveBack({ buffer }) {
      if (buffer.byteLength > KEPT_BYTES) return
      idle.push(buffer)
      // The smallest goes, so that what is kept suffices for most.
      idle.sort((a, b) => b.byteLength - a.byteLength).splice(KEPT_ROOMS)
    },
  }
}
