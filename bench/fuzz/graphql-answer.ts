/** What an answer must never show: our own files, classes of Node's, the store's words. */
const INTERNAL =
  /node_modules|\bat [\w.<>]+ \(|file:\/\/|SQLITE_|SqliteError|ECONN|ENOENT|EACCES|\bTypeError\b|ReferenceError|RangeError|Cannot read prop|is not a function|is not iterable|undefined \(|\/(api|edge|inference|schema)\/[\w/-]+\.m?[tj]s/

export interface ReceivedAnswer {
  status: number
  contentType: string
  text: string
}

/**
 * Whether an answer is one that a front-end can read, whatever was asked.
 *
 * @returns what is wrong with it; null for nothing
 */
export function wrongWith({ status, contentType, text }: ReceivedAnswer): string | null {
  if (status >= 500) return `status ${status}: ${text.slice(0, 200)}`
  const internal = INTERNAL.exec(text)
  if (internal)
    return `tells of the inside: ${text.slice(Math.max(0, internal.index - 100), internal.index + 150)}`
  if (contentType.includes('text/event-stream')) return null
  // How to ask in another way is all that there is to say.
  if ((status === 406 || status === 415) && text === '') return null
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return `status ${status} without JSON (${contentType}): ${text.slice(0, 100)}`
  }
  for (const one of Array.isArray(body) ? body : [body]) {
    const { data, errors } = (one ?? {}) as {
      data?: unknown
      errors?: { message?: unknown; extensions?: { code?: unknown } }[]
    }
    // What cannot be streamed into a batch is answered with nothing.
    if (data === undefined && errors === undefined && Array.isArray(body)) continue
    if (data === undefined && errors === undefined) return `neither data nor errors: ${text.slice(0, 200)}`
    for (const { message, extensions } of errors ?? []) {
      if (typeof message !== 'string' || message === '')
        return `an error without words: ${text.slice(0, 200)}`
      if (typeof extensions?.code !== 'string')
        return `an error without a code: ${JSON.stringify(message).slice(0, 200)}`
      if (extensions.code.startsWith('INTERNAL')) return `unforeseen: ${JSON.stringify(errors).slice(0, 300)}`
    }
  }
  return null
}
