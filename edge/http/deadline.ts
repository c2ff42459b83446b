import { unlessAborted } from './unless-aborted.ts'

/**
 * Runs a task with a signal that aborts when the time is up or when the outer signal does, whichever
 * comes first. Whoever waits is told then, whether the task heeds the signal or is stuck. The timer ends with the task.
 *
 * @param outer absent where nobody can give up before
 * @param tooLate the signal's reason once the time is up
 * @throws the signal's reason, what the task throws
 */
export async function withDeadline<T>(
  seconds: number,
  outer: AbortSignal | undefined,
  tooLate: () => Error,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const follow = () => controller.abort(outer?.reason)
  if (outer?.aborted) follow()
  outer?.addEventListener('abort', follow, { once: true })
  const timer = setTimeout(() => controller.abort(tooLate()), seconds * 1000)
  try {
    return await unlessAborted(task(controller.signal), controller.signal)
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', follow)
  }
}
