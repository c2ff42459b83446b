import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { draw, drawnPhoto, scratchedBumper } from '../drawn-photo.ts'
import { tinyModelDir } from '../tiny-model.ts'
import type { LogLine } from './start-server.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The server as an operator starts it, on a free port. */
function startProcess(environment: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'inference/server/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      MODEL_DIR: tinyModelDir,
      INFERENCE_DEVICE: 'cpu',
      LOG_LEVEL: 'debug',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const log: LogLine[] = []
  let complaints = ''
  child.stderr?.on('data', (chunk) => {
    complaints += chunk
  })
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => log.push(JSON.parse(line)))
  const lines = (msg: string) => log.filter((line) => line.msg === msg)
  /** The first line with this message, once there are so many. */
  const logged = (msg: string, times = 1) =>
    vi.waitUntil(() => lines(msg).length >= times && lines(msg)[0], { interval: 10, timeout: 50_000 })
  return { child, log, logged, exited: once(child, 'exit'), complaints: () => complaints }
}

describe('the server process', { timeout: 60_000 }, () => {
  it('finishes on SIGTERM what is under way, refuses what comes then, and exits with 0', async () => {
    const server = startProcess()
    const { port } = await server.logged('listening')
    const url = `http://127.0.0.1:${port}`
    await server.logged('ready')
    expect((await fetch(`${url}/ping`)).status).toBe(200)

    // High detail on a large picture is long enough to be interrupted.
    const photo = new Uint8Array(await draw(4000, 3000, scratchedBumper[2]).jpeg().toBuffer())
    const post = () =>
      fetch(`${url}/invocations`, {
        method: 'POST',
        body: photo,
        headers: { 'X-Amzn-SageMaker-Custom-Attributes': 'detail=high' },
      })
    const underWay = [post(), post()]
    await server.logged('received', 2)
    const signalled = performance.now()
    server.child.kill('SIGTERM')
    const answers = await Promise.all(underWay)
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await answers[1]?.json()).toMatchObject({ width: 4000 })
    expect(await server.exited).toEqual([0, null])
    // Well before it would have stopped waiting, though the client keeps its connections open.
    expect(performance.now() - signalled).toBeLessThan(20_000)
    await expect(fetch(`${url}/ping`)).rejects.toThrow()
    expect(server.log.at(-1)).toMatchObject({ msg: 'stopped' })
  })

  it('exits with 0 within its time on SIGTERM though a request never ends', async () => {
    const server = startProcess({ INFERENCE_DRAIN: '0.2' })
    const { port } = await server.logged('listening')
    await server.logged('ready')
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(9)) })
    const stuck = fetch(`http://127.0.0.1:${port}/invocations`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
    } as RequestInit).catch(() => 'cut off')
    await server.logged('entered')
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual([0, null])
    expect(await stuck).toBe('cut off')
  })

  it('listens where HOST says, and nowhere else', async () => {
    const server = startProcess({ HOST: '127.0.0.1' })
    const { address, port } = await server.logged('listening')
    expect(address).toBe('127.0.0.1')
    expect((await fetch(`http://127.0.0.1:${port}/ping`)).status).toBeLessThan(504)
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    for (const { address } of others.filter(({ family, internal }) => family === 'IPv4' && !internal)) {
      await expect(fetch(`http://${address}:${port}/ping`)).rejects.toThrow()
    }
  })

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 'NOT_HTTP'],
    [
      'a host that is none',
      'GET /ping HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n',
      'REQUEST_INVALID',
    ],
  ])('tells in JSON what is no request, and stays: %s', async (_what, said, code) => {
    const server = startProcess({ HOST: '127.0.0.1' })
    const { port } = await server.logged('listening')
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(said))
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ error: { code } })
    await server.logged('ready')
    expect((await fetch(`http://127.0.0.1:${port}/ping`)).status).toBe(200)
  })

  it('goes on after a failed run', async () => {
    const server = startProcess()
    const { port } = await server.logged('listening')
    await server.logged('ready')
    const [width, height, things] = scratchedBumper
    const spoiled = await drawnPhoto(width, height, [...things, { what: 'crash', at: [600, 420, 80, 60] }])
    const post = async (body: Uint8Array<ArrayBuffer>) =>
      (await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body })).status
    expect(await post(spoiled)).toBe(500)
    expect(await post(await drawnPhoto(...scratchedBumper))).toBe(200)
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual([0, null])
  })

  it('exits with 1 and the reason when the model is missing', async () => {
    const server = startProcess({ MODEL_DIR: '/nowhere' })
    expect(await server.exited).toEqual([1, null])
    const line = await server.logged('cannot load the model')
    expect(line).toMatchObject({
      err: { code: 'MODEL_MISSING', message: expect.stringContaining('/nowhere/model.json') },
    })
  })

  it('exits with 2 and the name of a setting that is wrong', async () => {
    const server = startProcess({ INFERENCE_DEVICE: 'gpu' })
    expect(await server.exited).toEqual([2, null])
    expect(server.complaints()).toContain('INFERENCE_DEVICE')
  })
})
