import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How long the event loop was kept from its next turn, in milliseconds. */
export interface Kept {
  /** At most, whatever the reason. */
  blockedMs: number
  /** By what its thread itself computed, at most; the rest is waiting for a core. NaN where the system does not tell. */
  ranMs: number
}

const RESOLUTION_MS = 5

/** Begins to watch the event loop of this thread, which has to be the main one; ends with what it returns. */
export function watchLoop(): () => Kept {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  let ran = ranSoFar()
  let ranMs = 0
  const look = () => {
    const now = ranSoFar()
    ranMs = Math.max(ranMs, now - ran)
    ran = now
  }
  const timer = setInterval(look, RESOLUTION_MS)
  delay.enable()
  return () => {
    delay.disable()
    clearInterval(timer)
    look()
    return { blockedMs: delay.max / 1e6, ranMs }
  }
}

/** Milliseconds that the main thread has computed; Linux's schedstat counts nanoseconds. */
function ranSoFar(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return Number.NaN
  }
}
