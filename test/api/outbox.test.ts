import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readApiSettings } from '../../api/settings.ts'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import { openOutbox } from '../../api/webhooks/outbox/open-outbox.ts'
import { ownWebhooksSchema } from '../../api/webhooks/outbox/settings.ts'
import { verify } from '../../api/webhooks/signature.ts'
import { openBatches, zipOf } from './batches/open-batches.ts'
import { adjuster, admin, openTestApi, rival } from './open-test-api.ts'
import { ASSESS } from './operations.ts'
import { anotherPhoto, photoFile } from './photos.ts'

const SECRET = 'a secret of acme'

/** A receiver that answers as it is told. */
async function startReceiver() {
  const received: { headers: IncomingHttpHeaders; body: string }[] = []
  let status = 204
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers, body })
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`
  return { received, url, answer: (next: number) => void (status = next) }
}

/** Webhooks of acme over a store in memory; the clock goes as it is told. */
async function openWebhooks() {
  const receiver = await startReceiver()
  let ahead = 0
  const clock = () => Date.now() + ahead
  const receivers = [{ name: 'portal', tenant: 'acme', url: receiver.url, secrets: [SECRET] }]
  const plain = createSqliteTable(':memory:')
  const { outbox, table } = openOutbox({
    table: plain,
    webhooks: receivers,
    logger: pino({ level: 'silent' }),
    clock,
    maxAttempts: 3,
  })
  onTestFinished(() => outbox.stop())
  const wait = (seconds: number) => void (ahead += seconds * 1000)
  return { ...receiver, outbox, table, wait, clock, webhooks: { outbox, receivers } }
}

const told = ({ body }: { body: string }) => JSON.parse(body)

describe('webhooks of one machine', () => {
  it('tell of assessments and batches as they end, signed, those of other tenants apart', async () => {
    const { table, received, webhooks } = await openWebhooks()
    const { upload, send, ended } = await openBatches({ table, webhooks })
    const { data } = await upload(ASSESS, await photoFile())
    await upload(ASSESS, await photoFile(), rival)
    await expect.poll(() => received.length).toBe(1)
    expect(told(received[0]!)).toMatchObject({
      type: 'assessment.finished',
      data: { tenant: 'acme', assessmentId: data.assessDamage.id, status: data.assessDamage.status },
    })
    const { id } = await send(await zipOf({ 'a.png': await anotherPhoto(), 'b.txt': 'x' }))
    await ended(id)
    await expect.poll(() => received.length).toBe(3)
    expect(told(received[2]!)).toMatchObject({
      type: 'batch.ended',
      data: { batchId: id, state: 'FINISHED', total: 2, done: 1, failed: 1, cancelled: 0 },
    })
    for (const { headers, body } of received)
      expect(verify(SECRET, String(headers['dentgraph-signature']), body, Date.now() / 1000)).toBe(true)
    expect(new Set(received.map(({ headers }) => headers['dentgraph-delivery'])).size).toBe(3)
  })

  it('try again later under the same id, are put aside in the end, and sent again when an admin says so', async () => {
    const { table, received, answer, outbox, wait, webhooks, clock } = await openWebhooks()
    const { upload, ask } = await openTestApi({ table, webhooks, clock })
    answer(503)
    await upload(ASSESS, await photoFile())
    await expect.poll(() => received.length).toBe(1)
    await outbox.send()
    // Not before its time.
    expect(received).toHaveLength(1)
    for (const attempts of [2, 3]) {
      wait(120)
      await outbox.send()
      expect(received).toHaveLength(attempts)
    }
    wait(24 * 3600)
    await outbox.send()
    expect(received).toHaveLength(3)
    const waiting = '{ undeliveredEvents(webhook: "portal") { count } }'
    expect((await ask(waiting, {}, admin)).data.undeliveredEvents).toEqual({ count: 1 })
    const again = `mutation ($webhook: String!) { resendEvents(webhook: $webhook) { __typename
      ... on UndeliveredEvents { count } ... on Error { code } } }`
    const resend = async (webhook: string, principal = admin) =>
      (await ask(again, { webhook }, principal)).data.resendEvents
    expect(await resend('portal', adjuster)).toMatchObject({ code: 'FORBIDDEN' })
    expect(await resend('portal', rival)).toMatchObject({ code: 'NOT_FOUND' })
    answer(200)
    expect(await resend('portal')).toMatchObject({ count: 1 })
    await expect.poll(() => received.length).toBe(4)
    expect(new Set(received.map(({ headers }) => headers['dentgraph-delivery'])).size).toBe(1)
    expect((await ask(waiting, {}, admin)).data.undeliveredEvents).toEqual({ count: 0 })
  })

  it('are no setting beside a table whose stream tells, or without a secret of some length', () => {
    const webhook = { name: 'portal', tenant: 'acme', url: 'https://a.example/', secrets: [SECRET] }
    const WEBHOOKS = JSON.stringify([webhook])
    expect(readApiSettings({ WEBHOOKS }).WEBHOOKS).toEqual([webhook])
    expect(() => readApiSettings({ WEBHOOKS, TABLE_NAME: 'claims' })).toThrow(/stream tells/)
    const short = () => readApiSettings({ WEBHOOKS: JSON.stringify([{ ...webhook, secrets: ['short'] }]) })
    expect(short).toThrow(/16 characters/)
    expect(short).not.toThrow(/short/)
    expect(ownWebhooksSchema.safeParse([webhook, webhook]).success).toBe(false)
  })
})
