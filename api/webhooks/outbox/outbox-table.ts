import { outboxPartition } from '../../store/keys.ts'
import type { Operation, Table } from '../../store/table.ts'
import { toldEvent } from '../../worker/told-event.ts'
import type { OwnWebhook } from './settings.ts'

/** An event on its way to one receiver, as api/webhooks/deliver.ts takes it. */
export interface Outgoing {
  webhook: string
  event: { type: string; time: string; detail: { id: string } }
  attempts: number
}

/** By when it is due: what is due first comes first. */
export const outgoingKey = ({ webhook, event }: Outgoing, due: string) => ({
  pk: outboxPartition(webhook),
  sk: `${due}#${event.detail.id}`,
})

export interface OutboxTableDeps {
  table: Table
  webhooks: readonly Pick<OwnWebhook, 'name' | 'tenant'>[]
  clock: () => number
  /** Told that something is on its way. */
  added: () => void
}

/**
 * A table in which what ends is entered into the outbox by the very write that ends it: what is written is told, and
 * nothing else. On AWS the table's stream does this.
 */
export function withOutbox({ table, webhooks, clock, added }: OutboxTableDeps): Table {
  function outgoing(operation: Operation): Operation[] {
    const told = 'put' in operation ? toldEvent(operation.put) : null
    if (!told) return []
    const { type, at, detail } = told
    return webhooks
      .filter(({ tenant }) => tenant === detail.tenant)
      .map(({ name }) => {
        const data: Outgoing = { webhook: name, event: { type, time: at, detail }, attempts: 0 }
        return { put: { ...outgoingKey(data, new Date(clock()).toISOString()), data } }
      })
  }
  return {
    ...table,
    async write(operations, options) {
      const more = operations.flatMap(outgoing)
      if (more.length === 0) return table.write(operations, options)
      await table.write([...operations, ...more])
      added()
    },
  }
}
