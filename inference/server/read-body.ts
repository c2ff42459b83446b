import { PhotoTooManyBytes } from '../../edge/picture/errors.ts'

/**
 * Reads a request's body whole, but never more than `maxBytes` of it: a declared length above that
 * is refused at once, an undeclared one as soon as it is reached.
 *
 * @throws PhotoTooManyBytes, the signal's reason
 */
export async function readBody(request: Request, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > maxBytes) throw new PhotoTooManyBytes(declared, maxBytes)
  if (!request.body) return new Uint8Array()
  const reader = request.body.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  try {
    const chunks: Uint8Array[] = []
    let length = 0
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return Buffer.concat(chunks, length)
      length += value.length
      if (length > maxBytes) throw new PhotoTooManyBytes(length, maxBytes)
      chunks.push(value)
    }
  } catch (error) {
    stop()
    // A connection that breaks in the middle fails the read before it aborts the request's signal.
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
