import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'

export interface ModelProcess {
  /** Where it answers, the same over restarts. */
  readonly url: string
  /** Resolves once it answers, true, or when the time is up, false. */
  ready(seconds: number): Promise<boolean>
  stop(): Promise<void>
}

export interface ModelProcessOptions {
  modelDir: string
  logger: Logger
  /** What the process is started with, beside Node itself. @default the model server */
  command?: readonly string[]
}

const SHORTEST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 15_000
/** It drains for so long before it is killed. */
const STOP_MS = 10_000

/** Runs the model server beside this process, on a port of its own, and starts it again whenever it dies. */
export async function startModelProcess({
  modelDir,
  logger,
  command,
}: ModelProcessOptions): Promise<ModelProcess> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const argv = command ?? ['--import', 'tsx', fileURLToPath(new URL('model-child.mjs', import.meta.url))]
  let child: ChildProcess | null = null
  let stopping = false

  function start(): ChildProcess {
    const started = spawn(process.execPath, argv, {
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        MODEL_DIR: modelDir,
        INFERENCE_DRAIN: '5',
      },
      // Its log goes where ours does; standard input is how it learns that we are gone.
      stdio: ['pipe', process.stderr, process.stderr],
    })
    started.stdin?.on('error', () => {})
    return started
  }

  async function keepRunning() {
    for (let pause = SHORTEST_PAUSE_MS; !stopping; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
      const began = performance.now()
      child = start()
      const [code, signal] = await once(child, 'exit').catch((error) => [error, null])
      child = null
      if (stopping) return
      // It had been running well: this is another trouble than the last one.
      if (performance.now() - began > 30_000) pause = SHORTEST_PAUSE_MS
      logger.error({ code, signal, startsAgainInMs: pause }, 'the model server ended')
      await sleep(pause)
    }
  }
  const running = keepRunning()

  return {
    url,
    async ready(seconds) {
      const deadline = performance.now() + seconds * 1000
      while (!stopping && performance.now() < deadline) {
        const answered = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(2000) }).then(
          ({ ok }) => ok,
          () => false,
        )
        if (answered) return true
        await sleep(100)
      }
      return false
    },
    async stop() {
      stopping = true
      child?.kill('SIGTERM')
      const late = setTimeout(() => child?.kill('SIGKILL'), STOP_MS)
      if (child) await running
      clearTimeout(late)
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
