import { channel } from 'node:diagnostics_channel'

/** A stage of the work on a photo, as it has ended; from the channel {@link STAGES}. */
export interface StageEnded {
  stage: string
  /** When it began, in milliseconds since 1970, to be compared across threads and processes. */
  began: number
  ms: number
}

/** Node's diagnostics channel on which stages are told to whoever listens in this thread (`bench/throughput.ts`). */
export const STAGES = 'dentgraph:stage'
const stages = channel(STAGES)

/** Does the work, and tells how long it took. While nobody listens it is the work alone. */
export function inStage<T>(stage: string, work: () => T): T {
  if (!stages.hasSubscribers) return work()
  const start = performance.now()
  const ended = () => {
    const told: StageEnded = {
      stage,
      began: performance.timeOrigin + start,
      ms: performance.now() - start,
    }
    stages.publish(told)
  }
  let result: T
  try {
    result = work()
  } catch (error) {
    ended()
    throw error
  }
  if (result instanceof Promise) return result.finally(ended) as T
  ended()
  return result
}
