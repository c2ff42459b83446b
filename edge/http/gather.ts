import { free } from '../transfer.ts'

/** Puts chunks together as they arrive. */
export interface Gathering {
  /** Takes a chunk over: nobody else may use it any more. */
  add(chunk: Uint8Array): void
  readonly length: number
  /** All that has been added. */
  whole(): Uint8Array
}

const FIRST_BYTES = 256 * 1024
/** What has not been written to yet costs the system no memory, so that there is no need to be frugal. */
const GROWTH = 4

/**
 * Copies chunks into place as they arrive: kept until the end they would need twice the memory then.
 *
 * @param most bytes that are expected; room for them is made as they come, whatever was promised
 */
export function createGathering(most: number): Gathering {
  let room: Uint8Array = new Uint8Array(Math.min(most, FIRST_BYTES))
  let length = 0

  function resize(size: number) {
    const before = room
    room = new Uint8Array(size)
    room.set(before.subarray(0, length))
    free([before])
  }

  return {
    get length() {
      return length
    },
    add(chunk) {
      if (length === 0 && chunk.length === most) {
        room = chunk
        length = most
        return
      }
      const needed = length + chunk.length
      if (needed > room.length) resize(Math.max(needed, Math.min(most, room.length * GROWTH)))
      room.set(chunk, length)
      length = needed
      free([chunk])
    },
    whole() {
      if (room.length > length) resize(length)
      return room
    },
  }
}
