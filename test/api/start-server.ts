import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { tinyModelDir } from '../inference/tiny-model.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Server {
  url: string
  process: ChildProcess
  /** What it has logged so far. */
  log(): string
  kill(signal: NodeJS.Signals): Promise<void>
}

/**
 * `npm start` with the tiny model on any free port, once it has told its address.
 *
 * @param file what is run in place of api/server.ts
 */
export async function startServer(
  dataDir: string,
  env: Record<string, string> = {},
  command = ['npm', 'start'],
): Promise<Server> {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: root,
    detached: true,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      MODEL_DIR: tinyModelDir,
      DATA_DIR: dataDir,
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr?.on('data', (chunk) => {
    log += chunk
  })
  const exited = once(child, 'exit')
  // The group: npm passes no SIGKILL on.
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    process.kill(-(child.pid as number), signal)
    await exited
  }
  onTestFinished(() => kill('SIGKILL'))
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const address = /ready on (http:\S+)/.exec(output)?.[1]
      if (address) resolve(address)
    })
    void exited.then(([code]) =>
      reject(new Error(`Expected an address but received the end (${code}): ${log}`)),
    )
  })
  return { url, process: child, log: () => log, kill }
}

/** A multipart upload, as the specification and every front-end have it. */
export async function uploadTo(
  url: string,
  query: string,
  photo: Uint8Array<ArrayBuffer>,
  variables: object = {},
) {
  const form = new FormData()
  form.set('operations', JSON.stringify({ query, variables: { ...variables, photo: null } }))
  form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
  form.set('0', new Blob([photo]), 'car.png')
  const response = await fetch(`${url}/graphql`, { method: 'POST', body: form })
  return (await response.json()) as { data: any; errors?: unknown[] }
}

export async function askServer(url: string, query: string, variables: object = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as { data: any; errors?: unknown[] }
}
