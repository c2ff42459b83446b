import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDeliver, WebhookUnknown } from '../../api/webhooks/deliver.ts'
import { isPublicAddress, publicLookup } from '../../api/webhooks/public-address.ts'
import { readWebhookSettings } from '../../api/webhooks/settings.ts'
import { sign, TOLERANCE_SECONDS, verify } from '../../api/webhooks/signature.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const message = (webhook = 'acme') =>
  JSON.stringify({
    webhook,
    event: { time: '2026-11-21T11:59:58Z', detail: { id: 'c1-3', claimId: 'c1', status: 'SUCCEEDED' } },
  })

interface Received {
  headers: IncomingHttpHeaders
  body: string
}

/** A receiver on this machine, and a delivery to it whose address nobody checks. */
async function startReceiver(
  answer: { status: number; headers?: Record<string, string>; hangs?: boolean },
  secrets = ['new'],
) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      if (!answer.hangs) response.writeHead(answer.status, answer.headers).end('thank you')
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const loopback: LookupFunction = (_host, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  const deliver = createDeliver({
    webhooks: [{ name: 'acme', url: `http://hooks.acme.example:${port}/in`, secretId: 's' }],
    secrets: { of: async () => secrets },
    lookup: loopback,
    timeoutSeconds: 0.5,
    clock: () => now,
    logger: pino({ level: 'silent' }),
  })
  return { deliver, received }
}

describe('a webhook', () => {
  it('tells its receiver what ended, signed so that it can be believed', async () => {
    const { deliver, received } = await startReceiver({ status: 204 })
    expect(await deliver(message())).toEqual({ delivered: true })
    const [{ headers, body }] = received as [Received]
    expect(JSON.parse(body)).toEqual({
      type: 'assessment.finished',
      createdAt: '2026-11-21T11:59:58Z',
      data: { id: 'c1-3', claimId: 'c1', status: 'SUCCEEDED' },
    })
    expect(headers['dentgraph-delivery']).toBe('c1-3')
    expect(verify('new', String(headers['dentgraph-signature']), body, now / 1000)).toBe(true)
    expect(verify('other', String(headers['dentgraph-signature']), body, now / 1000)).toBe(false)
  })

  it('tells of batches that ended as well', async () => {
    const { deliver, received } = await startReceiver({ status: 204 })
    const told = JSON.parse(message())
    await deliver(JSON.stringify({ ...told, event: { ...told.event, type: 'Batch ended' } }))
    expect(JSON.parse(received[0]!.body)).toMatchObject({ type: 'batch.ended', data: { id: 'c1-3' } })
  })

  it('is believed under the old secret as well while secrets change', async () => {
    const { deliver, received } = await startReceiver({ status: 200 }, ['new', 'old'])
    await deliver(message())
    const [{ headers, body }] = received as [Received]
    for (const secret of ['new', 'old'])
      expect(verify(secret, String(headers['dentgraph-signature']), body, now / 1000)).toBe(true)
  })

  it.each([400, 404, 410, 500, 302])(
    'is delivered again after an answer of %i, and follows nobody elsewhere',
    async (status) => {
      const { deliver, received } = await startReceiver({
        status,
        headers: { location: 'http://169.254.169.254/' },
      })
      expect(await deliver(message())).toEqual({ delivered: false, retryAfterSeconds: undefined })
      expect(received).toHaveLength(1)
    },
  )

  it('waits as long as its receiver asks for, an hour at most', async () => {
    const busy = await startReceiver({ status: 429, headers: { 'retry-after': '90' } })
    expect(await busy.deliver(message())).toEqual({ delivered: false, retryAfterSeconds: 90 })
    const greedy = await startReceiver({ status: 503, headers: { 'retry-after': '999999' } })
    expect(await greedy.deliver(message())).toEqual({ delivered: false, retryAfterSeconds: 3600 })
  })

  it('does not wait for a receiver that says nothing', async () => {
    const { deliver } = await startReceiver({ status: 200, hangs: true })
    expect(await deliver(message())).toEqual({ delivered: false, retryAfterSeconds: undefined })
  })

  it('that nobody knows any more goes where the dead letters are', async () => {
    const { deliver } = await startReceiver({ status: 200 })
    await expect(deliver(message('gone'))).rejects.toThrow(WebhookUnknown)
  })
})

describe('a signature', () => {
  const body = '{"a":1}'
  it.each<[string, string, string, number]>([
    ['another body', sign(['s'], 1000, body), '{"a":2}', 1000],
    ['another time', sign(['s'], 1000, body).replace('t=1000', 't=1001'), body, 1000],
    ['a delivery played back later', sign(['s'], 1000, body), body, 1000 + TOLERANCE_SECONDS + 1],
    ['a delivery from the future', sign(['s'], 1000 + TOLERANCE_SECONDS + 1, body), body, 1000],
    ['no time', sign(['s'], 1000, body).replace('t=1000,', ''), body, 1000],
    ['nothing', '', body, 1000],
    ['a cut one', sign(['s'], 1000, body).slice(0, -2), body, 1000],
  ])('does not hold for %s', (_, header, received, time) => {
    expect(verify('s', sign(['s'], 1000, body), body, 1000)).toBe(true)
    expect(verify('s', header, received, time)).toBe(false)
  })
})

describe('the address of a receiver', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'localhost',
    '',
  ])('may not be %s', (address) => expect(isPublicAddress(address)).toBe(false))
  it.each(['93.184.215.14', '172.32.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])('may be %s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )

  it('is looked at when it is connected to: a name that leads inside is refused', async () => {
    const refusal = await new Promise<Error | null>((resolve) =>
      publicLookup('localhost', {}, (error) => resolve(error)),
    )
    expect(refusal?.message).toMatch(
      /Expected a public address for localhost but received (127\.0\.0\.1|::1)/,
    )
  })

  it.each([
    'http://hooks.acme.example/',
    'https://127.0.0.1/',
    'https://localhost/',
    'ftp://hooks.acme.example/',
  ])('is no setting when it is %s', (url) => {
    const webhook = { name: 'a', url, secretId: 's', queueUrl: 'https://sqs.example/q' }
    expect(() => readWebhookSettings({ WEBHOOKS: JSON.stringify([webhook]) })).toThrow(/WEBHOOKS\.0\.url/)
  })
})
