import { setTimeout as sleep } from 'node:timers/promises'
import { arrivals } from '../../cdk/capacity/random.ts'
import { type Answer, assessPhoto } from '../campaign/ask.ts'
import type { RunningSystem } from '../campaign/running-system.ts'

/** What became of one photo that somebody asked for. Seconds count from when it was due, not from when it was sent. */
export interface Arrival {
  /** When it was due, in seconds since the phase began. */
  due: number
  /** Until the answer came. */
  answered: number
  outcome: 'ended' | 'waited' | 'busy' | 'failed'
  /** Until its assessment had ended; null where there is none. */
  ended: number | null
  /** What a refusal asked to wait. */
  retryAfterSeconds?: number
  /** Of an assessment, or why there is none. */
  id?: string
  reason?: string
}

export interface Phase {
  factor: number
  /** Photos a second that were asked for. */
  rate: number
  arrivals: Arrival[]
  /** Seconds from the last arrival until every accepted assessment had ended. */
  recovered: number
}

/** How often assessments that did not end while their caller waited are asked for. */
const POLL_MS = 1000

const isFinal = (status: string) => status !== 'QUEUED' && status !== 'RUNNING'

/**
 * Lets photos arrive at random moments, whatever becomes of those before: as many a second on average as `rate` says,
 * the same moments for the same seed. Nobody repeats what was refused.
 */
export async function runPhase(
  system: RunningSystem,
  nextPhoto: () => Uint8Array<ArrayBuffer>,
  { factor, rate, seconds, seed }: { factor: number; rate: number; seconds: number; seed: number },
): Promise<Phase> {
  const began = performance.now()
  const since = (due: number) => (performance.now() - began) / 1000 - due
  const open = new Map<string, Arrival>()
  const done: Arrival[] = []
  let sending = true

  const arrive = async (due: number) => {
    const answer = await assessPhoto(system.url, nextPhoto()).catch(
      (error: Error): Answer => ({
        kind: 'refused',
        type: 'Error',
        code: 'NO_ANSWER',
        message: String(error.cause ?? error),
      }),
    )
    const arrival: Arrival = { due, answered: since(due), outcome: 'failed', ended: null }
    done.push(arrival)
    if (answer.kind === 'busy') {
      Object.assign(arrival, { outcome: 'busy', retryAfterSeconds: answer.retryAfterSeconds })
    } else if (answer.kind === 'refused') {
      arrival.reason = `${answer.code}: ${answer.message}`
    } else {
      arrival.id = answer.id
      if (isFinal(answer.status)) Object.assign(arrival, { outcome: 'ended', ended: arrival.answered })
      else {
        arrival.outcome = 'waited'
        open.set(answer.id, arrival)
      }
    }
  }

  async function poll() {
    while (sending || open.size > 0) {
      await sleep(POLL_MS)
      const ids = [...open.keys()].slice(0, 100)
      if (ids.length === 0) continue
      const { nodes } = await system.ask(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Assessment { id status } } }',
        { ids },
      )
      for (const node of nodes) {
        const arrival = node && isFinal(node.status) ? open.get(node.id) : undefined
        if (!arrival) continue
        arrival.ended = since(arrival.due)
        open.delete(node.id)
      }
    }
  }
  const polling = poll()

  const tasks: Promise<void>[] = []
  const moments = arrivals(() => rate, seconds, seed)
  for (const due of moments) {
    await sleep(Math.max(0, began + due * 1000 - performance.now()))
    tasks.push(arrive(due))
  }
  await Promise.all(tasks)
  sending = false
  await polling
  const recovered = Math.max(0, since(moments.at(-1) ?? 0))
  return { factor, rate, arrivals: done, recovered }
}
