import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface RunningSystem {
  url: string
  /** Everything that it keeps. */
  dataDir: string
  /** Where its log goes: lines of JSON. */
  logFile: string
  /** The process that was started; the others are its descendants. */
  pid: number
  /** Asks GraphQL. @throws for an answer with errors */
  ask<T = any>(query: string, variables?: object): Promise<T>
  stop(): Promise<void>
}

/** Building the desk and loading the model take seconds; on a busy machine more of them. */
const START_MS = 180_000

/**
 * `npm start` with the shipped model, on any free port and an empty folder of data, once it has told its address.
 *
 * @param env beside this process's own
 */
export async function startSystem(env: Record<string, string> = {}): Promise<RunningSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'dentgraph-bench-'))
  const dataDir = join(folder, 'data')
  const logFile = join(folder, 'log')
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.pipe(createWriteStream(logFile))
  const pid = child.pid as number
  // Whatever ends this process ends what it started.
  const killGroup = () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL')
  }
  process.once('exit', killGroup)
  const url = await addressOf(child, logFile)
  return {
    url,
    dataDir,
    logFile,
    pid,
    async ask(query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = (await response.json()) as { data: never; errors?: unknown[] }
      if (errors) throw new Error(`Expected an answer but received ${JSON.stringify(errors)}`)
      return data
    },
    async stop() {
      const exited = once(child, 'exit')
      process.kill(-pid, 'SIGTERM')
      await exited
      process.off('exit', killGroup)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function addressOf(child: ChildProcess, logFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const failed = (reason: string) =>
      reject(new Error(`Expected an address but received ${reason}; see ${logFile}`))
    const late = setTimeout(() => failed(`none within ${START_MS / 1000} s`), START_MS)
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const address = /ready on (http:\S+)/.exec(output)?.[1]
      if (!address) return
      clearTimeout(late)
      resolve(address)
    })
    child.once('exit', (code) => {
      clearTimeout(late)
      failed(`the end (${code})`)
    })
  })
}
