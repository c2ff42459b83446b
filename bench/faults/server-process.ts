import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Failed, ProcessFaults } from './faulty-process.ts'

export interface ServerOptions {
  /** Folder of the bundled system. */
  bundle: string
  env: Record<string, string>
  /** Where its log goes, after whatever is there. */
  log: string
}

/** A server that is killed and started again, on one port. */
export interface ServerProcess {
  readonly url: string
  /** How often it ended though nobody had ended it. */
  readonly deaths: string[]
  start(): void
  /** Resolves once it has told its address; false where that takes too long. */
  ready(seconds: number): Promise<boolean>
  kill(): Promise<void>
  /** Ends it as operators do. @returns the exit code, null where it had to be killed */
  stop(seconds: number): Promise<number | null>
  /** Has the disk and the database below it fail. @returns how often they failed before this */
  disturb(faults: ProcessFaults): Promise<number>
  /** Process ids of what it has started: the model server. */
  children(): Promise<number[]>
  isAlive(): boolean
  pid(): number | null
}

export async function createServerProcess({ bundle, env, log }: ServerOptions): Promise<ServerProcess> {
  const port = await freePort()
  const deaths: string[] = []
  let child: ChildProcess | null = null
  let ready: Promise<boolean> = Promise.resolve(false)
  /** Ended by us, so that its end is no surprise. */
  const ended = new WeakSet<ChildProcess>()

  const exited = async (one: ChildProcess) => {
    if (one.exitCode === null && one.signalCode === null) await once(one, 'exit')
  }

  return {
    url: `http://127.0.0.1:${port}`,
    deaths,
    start() {
      const started = spawn(
        process.execPath,
        ['--import', join(bundle, 'faulty-process.mjs'), join(bundle, 'server.mjs')],
        {
          env: { ...process.env, PORT: String(port), NODE_NO_WARNINGS: '1', LOG_LEVEL: 'info', ...env },
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        },
      )
      const lines = createWriteStream(log, { flags: 'a' })
      started.stderr?.pipe(lines)
      child = started
      ready = new Promise((resolve) => {
        started.stdout?.on('data', (chunk) => {
          if (String(chunk).includes('ready on')) resolve(true)
        })
        started.once('exit', () => resolve(false))
      })
      started.once('exit', (code, signal) => {
        if (!ended.has(started)) deaths.push(`${code ?? signal}`)
      })
    },
    async ready(seconds) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(resolve, seconds * 1000, false)
      })
      return Promise.race([ready, late]).finally(() => clearTimeout(timer))
    },
    async kill() {
      const killed = child
      if (!killed) return
      ended.add(killed)
      killed.kill('SIGKILL')
      await exited(killed)
    },
    async stop(seconds) {
      const stopped = child
      if (!stopped) return null
      ended.add(stopped)
      stopped.kill('SIGTERM')
      const late = setTimeout(() => stopped.kill('SIGKILL'), seconds * 1000)
      await exited(stopped)
      clearTimeout(late)
      return stopped.exitCode
    },
    async disturb(faults) {
      const told = child
      if (!told?.connected) return 0
      const answered = new Promise<number>((resolve) => {
        told.once('message', (message) => resolve((message as Failed).failed))
        told.once('exit', () => resolve(0))
      })
      told.send(faults)
      return answered
    },
    async children() {
      const pid = child?.pid
      const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
      return listed.split(' ').filter(Boolean).map(Number)
    },
    pid: () => child?.pid ?? null,
    isAlive: () => child !== null && child.exitCode === null && child.signalCode === null,
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
