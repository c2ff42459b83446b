import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface RunningSystem {
  url: string
  ask<T = any>(query: string, variables?: object): Promise<T>
  stop(): Promise<void>
}

/** `npm start` on any free port and an empty store, the desk built and the model answering. */
export async function startSystem(env: Record<string, string> = {}): Promise<RunningSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-'))
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    env: { ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'warn', DATA_DIR: dataDir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await addressOf(child)
  return {
    url,
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
      process.kill(-(child.pid as number), 'SIGTERM')
      await exited
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Building the desk and loading the model take seconds; on a busy machine more of them. */
const START_MS = 150_000

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    let log = ''
    setTimeout(
      () => reject(new Error(`Expected an address within ${START_MS} ms but received ${output} ${log}`)),
      START_MS,
    ).unref()
    child.stderr?.on('data', (chunk) => {
      log += chunk
    })
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const address = /ready on (http:\S+)/.exec(output)?.[1]
      if (address) resolve(address)
    })
    child.once('exit', (code) =>
      reject(new Error(`Expected an address but received the end (${code}): ${log}`)),
    )
  })
}
