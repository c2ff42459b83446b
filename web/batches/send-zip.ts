import { Interrupted, Refused } from '../upload/upload-errors.ts'

/** What a new batch is like. */
export interface BatchOptions {
  detail: 'standard' | 'high'
  grouping: 'photo' | 'folder'
}

/** What of a zip's way is behind it, so that whatever broke off goes on there. */
export interface Sent {
  place?: { id: string; url: string; maxBytes: number }
  whole?: boolean
}

interface SendZip {
  sent: Sent
  zip: File
  options: BatchOptions
  /** `fetch` with the session's token. */
  send: typeof fetch
  /** Under which the server makes one batch, however often it is asked. */
  key: string
  onSent: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Sends a zip to where the server says, its own disk or the store behind it, and makes a batch of it
 * (docs/batches.md).
 *
 * @returns the batch's id
 * @throws Refused, Interrupted, the signal's reason
 */
export async function sendZip({ zip, sent, options, send, key, onSent, signal }: SendZip): Promise<string> {
  sent.place ??= await ask<NonNullable<Sent['place']>>(send('/batches/uploads', { method: 'POST', signal }))
  const { place } = sent
  if (zip.size > place.maxBytes)
    throw new Refused(
      'ZIP_TOO_LARGE',
      `Expected a zip of at most ${place.maxBytes} bytes but received ${zip.size}`,
    )
  if (!sent.whole) await put(place.url, zip, onSent, signal)
  sent.whole = true
  const query = new URLSearchParams({ upload: place.id, name: zip.name, ...options })
  const headers = { 'Idempotency-Key': key }
  const { id } = await ask<{ id: string }>(send(`/batches?${query}`, { method: 'POST', headers, signal }))
  return id
}

async function ask<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer.catch((error: Error) => {
    throw error.name === 'AbortError' ? error : new Interrupted('connection')
  })
  const body = (await response.json().catch(() => ({}))) as T & { error?: { code: string; message: string } }
  if (response.ok) return body
  if (body.error) throw new Refused(body.error.code, body.error.message)
  throw new Interrupted('busy')
}

/** XMLHttpRequest, because fetch tells nothing of an upload's progress. */
function put(url: string, zip: File, onSent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    // The store's signature covers no type.
    request.setRequestHeader('Content-Type', 'application/zip')
    request.responseType = 'json'
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded))
    request.addEventListener('abort', () => reject(signal.reason))
    request.addEventListener('error', () => reject(new Interrupted('connection')))
    request.addEventListener('load', () => {
      if (request.status < 300) return resolve()
      const { error } = (request.response ?? {}) as { error?: { code: string; message: string } }
      reject(error ? new Refused(error.code, error.message) : new Interrupted('busy'))
    })
    request.send(zip)
  })
}
