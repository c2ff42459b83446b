/** Errors that the program itself is to blame for. */
const ours = [TypeError, RangeError, ReferenceError, SyntaxError]

/** What a failure to start is told as: in one line where its reader can mend it, and where, if the program is at fault. */
export function whyNotStarted(error: unknown): string {
  const { code, name, message, stack } = error as Error & { code?: string }
  if (code && message) return message
  if (ours.some((kind) => error instanceof kind)) return stack ?? message
  return `Expected to start but received ${name}: ${message || code}`
}
