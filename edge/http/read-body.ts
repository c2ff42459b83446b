import type { Context } from 'hono'
import { PhotoTooManyBytes } from '../picture/errors.ts'
import { arrivingBody } from './arriving.ts'
import type { ByteBudget } from './byte-budget.ts'
import { BodyTruncated, RequestInvalid } from './errors.ts'
import { createGathering } from './gather.ts'

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
export async function readBody(c: Context, { maxBytes, budget, signal }: ReadBodyOptions): Promise<Body> {
  const header = c.req.header('Content-Length') ?? null
  if (header !== null && !/^\d{1,15}$/.test(header)) {
    throw new RequestInvalid('Content-Length', 'a number of bytes', JSON.stringify(header.slice(0, 40)))
  }
  const declared = header === null ? null : Number(header)
  if (declared !== null && declared > maxBytes) throw new PhotoTooManyBytes(declared, maxBytes)
  let reserved = 0
  const release = () => {
    budget?.release(reserved)
    reserved = 0
  }
  const gathering = createGathering(declared ?? maxBytes)
  const take = (chunk: Uint8Array) => {
    const length = gathering.length + chunk.length
    if (length > maxBytes) throw new PhotoTooManyBytes(length, maxBytes)
    budget?.reserve(chunk.length)
    reserved = length
    gathering.add(chunk)
  }
  try {
    await arrivingBody(c)?.(take, signal)
    if (declared !== null && declared !== gathering.length) {
      throw new BodyTruncated(`${declared} bytes`, `${gathering.length}`)
    }
    return { bytes: gathering.whole(), release }
  } catch (error) {
    release()
    // A connection that breaks in the middle fails the read before it aborts the request's signal.
    signal.throwIfAborted()
    throw error
  }
}
