import type { Context } from 'hono'
import { createByteBudget } from '../http/byte-budget.ts'
import { withDeadline } from '../http/deadline.ts'
import { BodyTooSlow, ClientGone, PhotoTooSlow } from '../http/errors.ts'
import { type Body, readBody } from '../http/read-body.ts'
import type { EdgeLimits } from '../limits.ts'

export type WithBody = <T>(
  c: Context,
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
  return async (c, work) => {
    const { signal: gone } = c.req.raw
    let body: Body | undefined
    try {
      const tooSlow = () => new BodyTooSlow(bodySeconds)
      const arrived = await withDeadline(bodySeconds, gone, tooSlow, (signal) =>
        readBody(c, { maxBytes, budget, signal }),
      )
      body = arrived
      return await withDeadline(
        takeSeconds,
        gone,
        () => new PhotoTooSlow(takeSeconds),
        (signal) => work(arrived.bytes, signal),
      )
    } catch (error) {
      if (gone.aborted) throw new ClientGone()
      throw error
    } finally {
      body?.release()
    }
  }
}
