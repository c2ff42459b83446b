/** Packing a large batch takes so long at most. */
const ATTEMPTS = 120
const LONGEST_PAUSE_S = 30

/**
 * Starts the download of a batch's results, as soon as they are packed.
 *
 * @param onWait is told once where that takes a while
 * @throws Error when there are none to be had
 */
export async function fetchResults(url: string, onWait: () => void): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // Only whether they are there: the browser itself fetches what may be many gigabytes.
    const asking = new AbortController()
    const { status, type, headers } = await fetch(url, { signal: asking.signal, redirect: 'manual' })
    asking.abort()
    if (status === 200 || type === 'opaqueredirect') return follow(url)
    if (status !== 202) throw new Error(`Expected results but received status ${status}`)
    if (attempt === 0) onWait()
    const seconds = Number(headers.get('Retry-After')) || 2
    await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(seconds, LONGEST_PAUSE_S)))
  }
  throw new Error('Expected results within an hour but received none')
}

function follow(url: string): void {
  const link = document.createElement('a')
  link.href = url
  // The server names the file.
  link.download = ''
  link.click()
}
