import { IncomingMessage } from 'node:http'
import type { Context } from 'hono'

/** Hands out a body's chunks as they arrive, for the taker to keep, and resolves at its end. */
export type Arriving = (take: (chunk: Uint8Array) => void, signal: AbortSignal) => Promise<void>

/**
 * The body of a request, null where it has none. Behind Node's server it is read from Node's own stream: the web
 * stream that the adapter makes of that copies every chunk, and leaves the copied one behind as garbage.
 */
export function arrivingBody({ env, req }: Context): Arriving | null {
  const { incoming } = (env ?? {}) as { incoming?: unknown }
  if (incoming instanceof IncomingMessage && !incoming.readableDidRead) return fromNode(incoming)
  const { body } = req.raw
  return body && fromWeb(body)
}

const fromNode =
  (incoming: IncomingMessage): Arriving =>
  (take, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        incoming.off('data', onData).off('end', onEnd).off('error', fail).off('close', onClose)
        signal.removeEventListener('abort', onAbort)
      }
      const onEnd = () => {
        stop()
        resolve()
      }
      const fail = (error: unknown) => {
        stop()
        // What else comes is the adapter's to read and forget, once there is an answer.
        incoming.pause()
        reject(error)
      }
      const onClose = () =>
        fail(new Error('Expected the end of the body but received that of the connection'))
      const onAbort = () => fail(signal.reason)
      const onData = (chunk: Uint8Array) => {
        try {
          take(chunk)
        } catch (error) {
          fail(error)
        }
      }
      incoming.on('end', onEnd).on('error', fail).on('close', onClose)
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
      else if (incoming.destroyed) onClose()
      else incoming.on('data', onData)
    })

const fromWeb =
  (body: ReadableStream<Uint8Array>): Arriving =>
  async (take, signal) => {
    const reader = body.getReader()
    const stop = () => void reader.cancel(signal.reason).catch(() => {})
    signal.addEventListener('abort', stop, { once: true })
    try {
      for (;;) {
        signal.throwIfAborted()
        const { done, value } = await reader.read()
        signal.throwIfAborted()
        if (done) return
        take(value)
      }
    } catch (error) {
      stop()
      throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
