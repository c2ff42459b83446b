/**
 * Runs a task with a signal that aborts when the time is up or when the outer signal does, whichever
 * comes first. The timer ends with the task.
 *
 * @param tooLate the signal's reason once the time is up
 */
export async function withDeadline<T>(
  seconds: number,
  outer: AbortSignal,
  tooLate: () => Error,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const follow = () => controller.abort(outer.reason)
  if (outer.aborted) follow()
  outer.addEventListener('abort', follow, { once: true })
  const timer = setTimeout(() => controller.abort(tooLate()), seconds * 1000)
  try {
    return await task(controller.signal)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', follow)
  }
}
