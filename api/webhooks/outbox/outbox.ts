import type { Logger } from 'pino'
import { outboxPartition, undeliveredPartition } from '../../store/keys.ts'
import type { Item, Table } from '../../store/table.ts'
import type { Delivery } from '../deliver.ts'
import { type Outgoing, outgoingKey } from './outbox-table.ts'

export interface OutboxDeps {
  table: Table
  /** Names of the receivers. */
  webhooks: readonly string[]
  deliver: (message: string) => Promise<Delivery>
  clock: () => number
  logger: Logger
  /** Pause after the first attempt; each is twice the last, up to the longest. @default 30 */
  firstPauseSeconds?: number
  /** @default six hours */
  longestPauseSeconds?: number
  /** After so many attempts, some three days, an event is put aside. @default 20 */
  maxAttempts?: number
}

/** Events on their way to receivers, each receiver for itself: one that is slow or away holds up no other. */
export interface Outbox {
  /** Delivers what is due. Resolves when nothing more is. */
  send(): Promise<void>
  /** Puts those events of a receiver back that were put aside. @returns how many */
  resend(webhook: string): Promise<number>
  /** How many events of a receiver were put aside; 1,000 at most. */
  undelivered(webhook: string): Promise<number>
  /** Begins nothing more; resolves when nothing is under way. */
  stop(): Promise<void>
}

const PAGE = 50
const LAST = '\u{10ffff}'

export function createOutbox(deps: OutboxDeps): Outbox {
  const { table, webhooks, deliver, clock, logger } = deps
  const { firstPauseSeconds = 30, longestPauseSeconds = 6 * 3600, maxAttempts = 20 } = deps
  const underWay = new Map<string, Promise<void>>()
  let stopping = false
  const iso = (ms: number) => new Date(ms).toISOString()

  /** What follows a failed attempt: another one later, or the dead letters. */
  function afterFailure(before: Outgoing, retryAfterSeconds: number | undefined) {
    const after: Outgoing = { ...before, attempts: before.attempts + 1 }
    const { webhook, event, attempts } = after
    if (attempts >= maxAttempts) {
      logger.error({ webhook, event: event.detail.id, attempts }, 'an event was put aside')
      return { put: { pk: undeliveredPartition(webhook), sk: event.detail.id, data: after } }
    }
    const pause = retryAfterSeconds ?? Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** (attempts - 1))
    return { put: { ...outgoingKey(after, iso(clock() + pause * 1000)), data: after } }
  }

  /** Whether it was delivered. */
  async function attempt({ pk, sk, data }: Item): Promise<boolean> {
    const outgoing = data as Outgoing
    const { webhook, event } = outgoing
    const outcome = await deliver(JSON.stringify({ webhook, event }))
    // A crash before this delivers it once more, under the same id.
    const left = { remove: { pk, sk } }
    await table.write(outcome.delivered ? [left] : [left, afterFailure(outgoing, outcome.retryAfterSeconds)])
    return outcome.delivered
  }

  async function sendTo(webhook: string): Promise<void> {
    for (;;) {
      const due = await table.query(outboxPartition(webhook), { to: `${iso(clock())}#${LAST}`, limit: PAGE })
      if (due.length === 0) return
      for (const item of due) {
        // A receiver that fails is left alone until somebody looks again: what follows would fail as well.
        if (stopping || !(await attempt(item))) return
      }
    }
  }

  function start(webhook: string): Promise<void> {
    const known = underWay.get(webhook)
    if (known) return known
    const task = sendTo(webhook)
      .catch((error) => logger.error({ webhook, err: error }, 'cannot deliver'))
      .finally(() => underWay.delete(webhook))
    underWay.set(webhook, task)
    return task
  }

  return {
    async send() {
      if (!stopping) await Promise.all(webhooks.map(start))
    },
    async resend(webhook) {
      let count = 0
      for (;;) {
        const some = await table.query(undeliveredPartition(webhook), { limit: PAGE / 2 })
        if (some.length === 0) break
        await table.write(
          some.flatMap(({ pk, sk, data }) => {
            const again: Outgoing = { ...(data as Outgoing), attempts: 0 }
            return [{ remove: { pk, sk } }, { put: { ...outgoingKey(again, iso(clock())), data: again } }]
          }),
        )
        count += some.length
      }
      void start(webhook)
      return count
    },
    async undelivered(webhook) {
      return (await table.query(undeliveredPartition(webhook), { limit: 1000 })).length
    },
    async stop() {
      stopping = true
      await Promise.all(underWay.values())
    },
  }
}
