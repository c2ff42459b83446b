import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Lambda's runtime in few words: loads the handler once, then answers events in order. */
const RUNTIME = `
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
const module = await import(pathToFileURL(process.cwd() + '/index.mjs'))
for await (const line of createInterface({ input: process.stdin })) {
  const { handler, event } = JSON.parse(line)
  const answer = await Promise.resolve()
    .then(() => module[handler](event, { awsRequestId: 'r1' }))
    .then((result) => ({ result }), (error) => ({ error: String(error?.stack ?? error) }))
  process.stdout.write('ANSWER ' + JSON.stringify(answer) + '\\n')
}
`

export interface RunningFunction {
  call<T = any>(event: unknown, handler?: string): Promise<T>
  /** What it wrote into its log. */
  log: string[]
  stop(): void
}

/** Starts a bundle in a process of its own, with nothing in its environment but what is given, as Lambda does. */
export function startFunction(dir: string, environment: Record<string, string>): RunningFunction {
  const { PATH = '', HOME = '' } = process.env
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', RUNTIME], {
    cwd: dir,
    env: { PATH, HOME, NODE_NO_WARNINGS: '1', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const log: string[] = []
  const waiting: { resolve(value: any): void; reject(error: Error): void }[] = []
  createInterface({ input: child.stderr! }).on('line', (line) => log.push(line))
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (!line.startsWith('ANSWER ')) return void log.push(line)
    const { result, error } = JSON.parse(line.slice(7))
    const next = waiting.shift()
    if (error === undefined) next?.resolve(result)
    else next?.reject(new Error(error))
  })
  child.on('exit', (code) => {
    const error = new Error(
      `Expected an answer of ${dir} but received its end (${code}):\n${log.slice(-20).join('\n')}`,
    )
    for (const { reject } of waiting.splice(0)) reject(error)
  })
  return {
    log,
    call: (event, handler = 'handler') =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        child.stdin!.write(`${JSON.stringify({ handler, event })}\n`)
      }),
    stop: () => void child.kill('SIGKILL'),
  }
}
