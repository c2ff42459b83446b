import { PhotoTooManyBytes } from '../picture/errors.ts'
import { free } from '../transfer.ts'
import type { ByteBudget } from './byte-budget.ts'
import { BodyTruncated, RequestInvalid } from './errors.ts'

export interface ReadBodyOptions {
  maxBytes: number
  /** Bytes are reserved as they arrive; releasing them is up to the caller. @default no bounds */
  budget?: ByteBudget
  signal: AbortSignal
}

export interface Body {
  bytes: Uint8Array
  /** Gives the bytes back to the budget. */
  release(): void
}

/**
 * Reads a request's body whole, but never more than `maxBytes` of it: a declared length above that
 * is refused before a byte is read, an undeclared one as soon as it is reached.
 *
 * @throws PhotoTooManyBytes, BodyTruncated, RequestInvalid, ServerBusy, the signal's reason
 */
export async function readBody(
  request: Request,
  { maxBytes, budget, signal }: ReadBodyOptions,
): Promise<Body> {
  const header = request.headers.get('content-length')
  if (header !== null && !/^\d{1,15}$/.test(header)) {
    throw new RequestInvalid('Content-Length', 'a number of bytes', JSON.stringify(header.slice(0, 40)))
  }
  const declared = header === null ? null : Number(header)
  if (declared !== null && declared > maxBytes) throw new PhotoTooManyBytes(declared, maxBytes)
  let length = 0
  const release = () => {
    budget?.release(length)
    length = 0
  }
  if (!request.body) return { bytes: new Uint8Array(), release }

  const reader = request.body.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  try {
    const chunks: Uint8Array[] = []
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) break
      if (length + value.length > maxBytes) throw new PhotoTooManyBytes(length + value.length, maxBytes)
      budget?.reserve(value.length)
      length += value.length
      chunks.push(value)
    }
    if (declared !== null && declared !== length) {
      throw new BodyTruncated(`${declared} bytes`, `${length}`)
    }
    const [only] = chunks
    if (chunks.length === 1 && only) return { bytes: only, release }
    const bytes = Buffer.concat(chunks, length)
    free(chunks)
    return { bytes, release }
  } catch (error) {
    release()
    stop()
    // A connection that breaks in the middle fails the read before it aborts the request's signal.
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
