/**
 * Loaded before the server (`node --import`), so that its own code runs unchanged while the disk and the database
 * below it fail as they are told to: by messages of the process that started it.
 */
import fs from 'node:fs/promises'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { sep } from 'node:path'
import { createRandom } from './random.ts'

/** What fails from now on. */
export interface ProcessFaults {
  /** Share of transactions that fail, and how: before they begin, or as they are committed. */
  store?: { rate: number; codes: readonly string[] }
  /** Share of operations on files below a folder called `blobs` that fail. */
  blobs?: { rate: number; codes: readonly string[] }
  seed: number
}

/** How often something failed, as it is told once faults end. */
export interface Failed {
  failed: number
}

let faults: ProcessFaults = { seed: 1 }
let random = createRandom(1)
let failed = 0

process.on('message', (next: ProcessFaults) => {
  process.send?.({ failed } satisfies Failed)
  faults = next
  random = createRandom(next.seed)
  failed = 0
})
// Waiting for messages is no reason to live on.
process.channel?.unref()
process.once('disconnect', () => process.exit(0))

function strike(fault: { rate: number; codes: readonly string[] } | undefined): string | null {
  if (!fault || random.next() >= fault.rate) return null
  failed++
  return random.pick(fault.codes)
}

const blobs = `${sep}blobs${sep}`
const names = ['open', 'readFile', 'rename', 'stat', 'mkdir', 'rm'] as const
const methods = fs as unknown as Record<(typeof names)[number], (...args: unknown[]) => Promise<unknown>>
for (const name of names) {
  const real = methods[name]
  methods[name] = async (...args) => {
    const code = String(args[0]).includes(blobs) ? strike(faults.blobs) : null
    if (code) throw Object.assign(new Error(`${code}: injected, ${name} '${args[0]}'`), { code })
    return real.apply(fs, args)
  }
}
syncBuiltinESMExports()

interface Exec {
  exec(sql: string): void
}
const { prototype } = createRequire(import.meta.url)('libsql') as { prototype: Exec }
const { exec } = prototype
prototype.exec = function (this: Exec, sql: string) {
  const code = /^(BEGIN|COMMIT)/.test(sql) ? strike(faults.store) : null
  // Of a commit that fails nothing stands: the caller rolls it back.
  if (code) throw Object.assign(new Error(`${code}: injected, ${sql}`), { name: 'SqliteError', code })
  return exec.call(this, sql)
}
