import type { Writable } from 'node:stream'

export interface ProgressState {
  done: number
  total: number
  elapsedMs: number
  /** Width of the terminal. */
  columns: number
}

const BAR = 24
/** A run that is over sooner needs no bar. */
const SHOW_AFTER_MS = 2000

/** A bar with rate and time left, cut to the terminal's width. */
export function progressLine({ done, total, elapsedMs, columns }: ProgressState): string {
  const filled = Math.round((BAR * done) / total)
  const perSecond = (done / elapsedMs) * 1000
  const rate = perSecond >= 1 ? `${perSecond.toFixed(1)} photos/s` : `${(1 / perSecond).toFixed(1)} s/photo`
  const left = done > 0 ? `${rate}, ${duration((total - done) / perSecond)} left` : 'starting'
  const line = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${done}/${total} photos, ${left}`
  return line.slice(0, Math.max(0, columns - 1))
}

/** Such as `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  const s = Math.ceil(seconds)
  if (s < 60) return `${s} s`
  const two = (n: number) => String(n).padStart(2, '0')
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(s % 60)} s`
  return `${Math.floor(s / 3600)} h ${two(Math.floor((s % 3600) / 60))} min`
}

export interface Progress {
  show(done: number): void
  /** Before anything else is written to the same terminal. */
  clear(): void
}

export interface ProgressOptions {
  stream: Writable & { isTTY?: boolean; columns?: number }
  total: number
  now: () => number
}

/** Draws on a terminal only, and only when the run is long. */
export function createProgress({ stream, total, now }: ProgressOptions): Progress {
  const start = now()
  let shown = false
  return {
    show(done) {
      const elapsedMs = now() - start
      if (!stream.isTTY || total < 2 || elapsedMs < SHOW_AFTER_MS) return
      stream.write(`\r\x1b[2K${progressLine({ done, total, elapsedMs, columns: stream.columns ?? 80 })}`)
      shown = true
    },
    clear() {
      if (shown) stream.write('\r\x1b[2K')
      shown = false
    },
  }
}
