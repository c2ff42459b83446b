import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createClientAddress } from '../../edge/http/client-address.ts'
import { guardSockets } from '../../edge/http/guard-sockets.ts'
import { serveHttp } from '../../edge/http/serve-http.ts'
import { drawnJpeg } from './draw-photo.ts'
import { type EdgeOptions, json, post, refusal, startEdge } from './start-edge.ts'

/** An edge on a port. */
async function listen(options: EdgeOptions) {
  const edge = await startEdge(options)
  const server = await new Promise<Server>((resolve) => {
    const at = { port: 0, hostname: '127.0.0.1', serverOptions: { connectionsCheckingInterval: 50 } }
    const http = serveHttp({ fetch: edge.app.fetch, ...at }, () => resolve(http))
  })
  guardSockets(server, { bodySeconds: options.limits?.bodySeconds ?? 30 })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { ...edge, server, port, url: `http://127.0.0.1:${port}` }
}

/** Everything a server says on a raw connection, until it ends or says `enough`. */
function talk(port: number, head: string, drip?: { every: number; bytes: Buffer }): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let said = ''
    const timer = drip && setInterval(() => socket.write(drip.bytes), drip.every)
    const end = () => {
      clearInterval(timer)
      socket.destroy()
      resolve(said)
    }
    socket.on('data', (data) => {
      said += data
      if (said.includes('\r\n\r\n') && said.includes('}')) end()
    })
    socket.on('close', end).on('error', end)
    socket.write(head)
  })
}

const headers = (more: string) => `POST /photos HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`

const streamOf = (parts: Iterable<Buffer> | AsyncIterable<Buffer>) =>
  Readable.toWeb(Readable.from(parts)) as ReadableStream

async function* chunks(count: number, sent: { chunks: number }, size = 64 * 1024) {
  for (; sent.chunks < count; sent.chunks++) yield Buffer.alloc(size)
}

describe('what never becomes a request', () => {
  it.each([
    ['no HTTP', '\x16\x03\x01 a TLS client\r\n\r\n', 400, 'NOT_HTTP'],
    ['a header without end', headers(`X-Long: ${'a'.repeat(20_000)}`), 431, 'HEADERS_TOO_LARGE'],
    ['a host that is none', 'GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n', 400, 'REQUEST_INVALID'],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400, 'REQUEST_INVALID'],
    ['a path that is none', 'GET /a\\b HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'REQUEST_INVALID'],
  ])('is told why: %s', async (_what, head, status, code) => {
    const { port } = await listen({})
    const answer = await talk(port, head)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ error: { code } })
  })

  it('is told that its headers came too slowly', async () => {
    const { port, server } = await listen({})
    server.headersTimeout = 100
    const answer = await talk(port, 'GET /healthz HTTP/1.1\r\nHo')
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*HEADERS_TOO_SLOW/s)
  })

  it('is not what arrived while the server itself was held up', async () => {
    const { port, server } = await listen({})
    server.headersTimeout = 100
    server.once('connection', () => {
      const until = performance.now() + 1000
      while (performance.now() < until);
    })
    const sender = new Worker(
      `const socket = require('node:net').connect(${port}, '127.0.0.1', () =>
         socket.write('GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n'))
       let said = ''
       socket.on('data', (data) => (said += data))
       socket.on('close', () => require('node:worker_threads').parentPort.postMessage(said))`,
      { eval: true },
    )
    onTestFinished(() => void sender.terminate())
    const [answer] = await once(sender, 'message')
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*"ok"/s)
  })

  it('is not told into the middle of an answer', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 })
      response.write('begun')
    })
    guardSockets(server, { bodySeconds: 30 })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const drip = { every: 50, bytes: Buffer.from('no second request\r\n\r\n') }
    const answer = await talk(
      (server.address() as AddressInfo).port,
      'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
      drip,
    )
    expect(answer).toContain('begun')
    expect(answer).not.toContain('NOT_HTTP')
  })
})

describe('a body', () => {
  it('whose declared length is over the limit is refused before it is read', async () => {
    const { port } = await listen({ limits: { maxBytes: 1000 } })
    const answer = await talk(port, headers('Content-Length: 1000000000'))
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('PHOTO_TOO_MANY_BYTES')
  })

  it('of unknown length is refused as soon as it is over the limit', async () => {
    const { url } = await listen({ limits: { maxBytes: 500_000 } })
    const sent = { chunks: 0 }
    const body = streamOf(chunks(2000, sent))
    const answer = fetch(`${url}/photos`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    // Node's client may find the connection closed before it reads the answer.
    expect(await refusal(answer).catch(() => '413 PHOTO_TOO_MANY_BYTES')).toBe('413 PHOTO_TOO_MANY_BYTES')
    expect(sent.chunks).toBeLessThan(1000)
  })

  it('of unknown length is taken like any other', async () => {
    const { url } = await listen({})
    const photo = await drawnJpeg()
    const body = streamOf([photo.subarray(0, 1000), photo.subarray(1000)])
    const response = await fetch(`${url}/photos`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(201)
  })

  it('that drips in byte by byte is refused when its time is up', async () => {
    const { port } = await listen({ limits: { bodySeconds: 0.3 } })
    const started = performance.now()
    const answer = await talk(port, headers('Content-Length: 1000'), {
      every: 30,
      bytes: Buffer.from([0xff]),
    })
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('BODY_TOO_SLOW')
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('that breaks off takes nothing with it', async () => {
    const { port, url } = await listen({})
    const socket = connect(port, '127.0.0.1')
    socket.write(headers('Content-Length: 100000') + 'abc')
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(
      (await fetch(`${url}/photos`, { method: 'POST', body: new Uint8Array(await drawnJpeg()) })).status,
    ).toBe(201)
  })

  it.each(['abc', '-1', '1e3'])('with the length %s is refused', async (length) => {
    const { app } = await startEdge()
    const request = app.request('/photos', {
      method: 'POST',
      headers: { 'content-length': length },
      body: 'x',
    })
    expect(await refusal(request)).toBe('400 REQUEST_INVALID')
  })

  it('finds no room while others hold all the memory, and finds it again afterwards', async () => {
    const photo = await drawnJpeg()
    const { app } = await startEdge({ limits: { heldBytes: photo.length + 10 } })
    let finish = () => {}
    const slow = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(photo))
        finish = () => controller.close()
      },
    })
    const first = app.request('/photos', { method: 'POST', body: slow, duplex: 'half' } as RequestInit)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const second = await post(app, photo)
    expect(second.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await refusal(second)).toBe('503 SERVER_BUSY')
    finish()
    expect((await first).status).toBe(201)
    expect((await post(app, photo)).status).toBe(201)
  })
})

describe('requests', () => {
  it('over a client’s share are refused, and told when to come back', async () => {
    const { app } = await startEdge({ limits: { perMinute: 60, burst: 3 } })
    const answers = []
    for (let i = 0; i < 5; i++) answers.push(await post(app, 'x'))
    expect(answers.map(({ status }) => status)).toEqual([415, 415, 415, 429, 429])
    expect(answers[3]!.headers.get('retry-after')).toBe('1')
  })

  it('of one client do not count for another', async () => {
    const clientOf = createClientAddress(1)
    const { app } = await startEdge({ limits: { perMinute: 60, burst: 1 }, clientOf })
    const from = (address: string) =>
      app.request('/photos', { method: 'POST', body: 'x', headers: { 'x-forwarded-for': address } })
    expect((await from('10.0.0.1')).status).toBe(415)
    expect((await from('10.0.0.1')).status).toBe(429)
    expect((await from('10.0.0.2')).status).toBe(415)
    expect((await from('10.9.9.9, 10.0.0.1')).status).toBe(429)
    expect((await from('2001:db8::1')).status).toBe(415)
    expect((await from('2001:db8:0:0:ffff::2')).status).toBe(429)
  })

  it('ten thousand tiny ones are answered in bounded time', async () => {
    const { app } = await startEdge({ limits: { perMinute: 60, burst: 50 } })
    const statuses = new Map<number, number>()
    for (let i = 0; i < 10_000; i++) {
      const { status } = await post(app, 'x')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses.keys()].sort()).toEqual([415, 429])
    expect(statuses.get(429)).toBeGreaterThan(9_800)
  })

  it('carry an id that the log knows, and the log knows no signatures', async () => {
    const lines: Record<string, unknown>[] = []
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(JSON.parse(chunk))
        done()
      },
    })
    const { app } = await startEdge({ logger: pino(sink) })
    const response = await app.request('/photos', {
      method: 'POST',
      headers: { 'x-request-id': 'abc-123' },
      body: new Uint8Array(await drawnJpeg()),
    })
    expect(response.headers.get('x-request-id')).toBe('abc-123')
    const photo = await json(response)
    await app.request(photo.links.self)
    await vi.waitUntil(() => lines.length >= 2)
    expect(lines[0]).toMatchObject({ requestId: 'abc-123', status: 201, photo: photo.id, format: 'jpeg' })
    expect(JSON.stringify(lines)).not.toContain('signature')
  })

  it('with an id that is unfit for a log get another', async () => {
    const { app } = await startEdge()
    const response = await app.request('/photos', {
      method: 'POST',
      headers: { 'x-request-id': 'a b"c' },
      body: 'x',
    })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('to unknown routes are told which there are', async () => {
    const { app } = await startEdge()
    expect(await refusal(app.request('/photos', { method: 'DELETE' }))).toBe('404 ROUTE_UNKNOWN')
    expect(await json(app.request('/photos/a/b/c'))).toMatchObject({ error: { code: 'ROUTE_UNKNOWN' } })
  })

  it('that fail unforeseen say so, and no more', async () => {
    const { app } = await startEdge({
      blobs: new Proxy({} as never, {
        get: () => () => {
          throw new Error('secret path /var/secret')
        },
      }),
    })
    const response = await post(app, await drawnJpeg())
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret')
  })
})

describe('CORS', () => {
  const ask = (app: Awaited<ReturnType<typeof startEdge>>['app'], origin: string) =>
    app.request('/photos', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })

  it('is for the configured origins only', async () => {
    const { app } = await startEdge({ corsOrigins: ['https://desk.example.com'] })
    const [ours, others] = [
      await ask(app, 'https://desk.example.com'),
      await ask(app, 'https://evil.example.com'),
    ]
    expect(ours.headers.get('access-control-allow-origin')).toBe('https://desk.example.com')
    expect(others.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('is for nobody by default', async () => {
    const { app } = await startEdge()
    expect((await ask(app, 'https://desk.example.com')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('lets pages read refusals, too', async () => {
    const { app } = await startEdge({ corsOrigins: ['*'], limits: { burst: 1, perMinute: 1 } })
    const headers = { origin: 'https://desk.example.com' }
    await app.request('/photos', { method: 'POST', headers, body: 'x' })
    const refused = await app.request('/photos', { method: 'POST', headers, body: 'x' })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  })
})

it('GET /healthz answers', async () => {
  const { app } = await startEdge()
  expect(await json(app.request('/healthz'))).toEqual({ status: 'ok' })
})
