import { ServerBusy } from './errors.ts'

/** Bytes of bodies held in memory at once, by all requests together. */
export interface ByteBudget {
  /** @throws ServerBusy when they would be too many */
  reserve(bytes: number): void
  release(bytes: number): void
  readonly held: number
}

export function createByteBudget(maxBytes: number): ByteBudget {
  let held = 0
  return {
    get held() {
      return held
    },
    reserve(bytes) {
      if (held + bytes > maxBytes) throw new ServerBusy(`${held} bytes of others are held`, 2)
      held += bytes
    },
    release(bytes) {
      held -= bytes
    },
  }
}
