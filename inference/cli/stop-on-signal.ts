import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM'] as const
/** Sooner than a person presses Ctrl-C twice: tsx and npm may pass on what the terminal sent to all of them. */
const SAME_PRESS_MS = 500

export interface StopOnSignal {
  /** Aborted by the first signal, for an orderly end; a second one ends the process at once. */
  signal: AbortSignal
  /** The exit status that tells of the signal; null while there was none. */
  status(): number | null
}

export function stopOnSignal(): StopOnSignal {
  const stop = new AbortController()
  let first: { status: number; at: number } | null = null
  for (const name of signals) {
    process.on(name, () => {
      const status = 128 + constants.signals[name]
      if (first && performance.now() - first.at > SAME_PRESS_MS) process.exit(status)
      first ??= { status, at: performance.now() }
      stop.abort(new Error(name))
    })
  }
  return { signal: stop.signal, status: () => first?.status ?? null }
}
