import { createByteBudget } from '../http/byte-budget.ts'
import { withDeadline } from '../http/deadline.ts'
import { BodyTooSlow, ClientGone, PhotoTooSlow } from '../http/errors.ts'
import { type Body, readBody } from '../http/read-body.ts'
import type { EdgeLimits } from '../limits.ts'

export type WithBody = <T>(
  request: Request,
  work: (bytes: Uint8Array, signal: AbortSignal) => Promise<T>,
) => Promise<T>

/** Hands bodies to work, in time and within bounds, and lets go of them afterwards. */
export function createWithBody({
  bodySeconds,
  takeSeconds,
  maxBytes,
  heldBytes,
}: Pick<EdgeLimits, 'bodySeconds' | 'takeSeconds' | 'maxBytes' | 'heldBytes'>): WithBody {
  const budget = createByteBudget(heldBytes)
  return async (request, work) => {
    let body: Body | undefined
    try {
      const tooSlow = () => new BodyTooSlow(bodySeconds)
      const arrived = await withDeadline(bodySeconds, request.signal, tooSlow, (signal) =>
        readBody(request, { maxBytes, budget, signal }),
      )
      body = arrived
      return await withDeadline(
        takeSeconds,
        request.signal,
        () => new PhotoTooSlow(takeSeconds),
        (signal) => work(arrived.bytes, signal),
      )
    } catch (error) {
      if (request.signal.aborted) throw new ClientGone()
      throw error
    } finally {
      body?.release()
    }
  }
}
