import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Logger } from 'pino'
import type { Table } from '../../store/table.ts'
import { createDeliver } from '../deliver.ts'
import { createOutbox } from './outbox.ts'
import { withOutbox } from './outbox-table.ts'
import type { OwnWebhook } from './settings.ts'

export interface OpenOutboxDeps {
  table: Table
  webhooks: readonly OwnWebhook[]
  logger: Logger
  clock?: () => number
  /** For the receiver's whole answer. @default 10 */
  timeoutSeconds?: number
  firstPauseSeconds?: number
  maxAttempts?: number
}

/** What one server needs to deliver webhooks by itself: a table that notes what ends, and what sends it. */
export function openOutbox({
  table,
  webhooks,
  logger,
  clock = Date.now,
  timeoutSeconds = 10,
  ...pauses
}: OpenOutboxDeps) {
  const deliver = createDeliver({
    webhooks: webhooks.map(({ name, url }) => ({ name, url, secretId: name })),
    secrets: { of: async (name) => webhooks.find((one) => one.name === name)?.secrets ?? [] },
    // Whoever runs this server has named the receivers; nobody else can.
    lookup: lookup as LookupFunction,
    timeoutSeconds,
    clock,
    logger,
  })
  const outbox = createOutbox({
    table,
    webhooks: webhooks.map(({ name }) => name),
    deliver,
    clock,
    logger,
    ...pauses,
  })
  const noting = withOutbox({ table, webhooks, clock, added: () => void outbox.send() })
  return { outbox, table: noting }
}
