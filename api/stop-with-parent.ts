/**
 * Notices when npm, which started this process, is gone without having passed a signal on (`kill -9`):
 * nobody would otherwise end what still holds the port and the data.
 */
export function stopWithParent(stop: () => void, { everyMs = 500 } = {}): void {
  if (process.env.npm_lifecycle_event !== 'start') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, everyMs)
  timer.unref()
}
