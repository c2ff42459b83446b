import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

it.each(['edge/server.ts', 'inference/server/main.ts'])(
  '%s says in one line that its port is taken',
  { timeout: 60_000 },
  async (file) => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'cannot-listen-'))
    onTestFinished(async () => {
      taken.close()
      await rm(DATA_DIR, { recursive: true, force: true })
    })
    const { port } = taken.address() as AddressInfo
    const server = spawn(process.execPath, ['--no-warnings', '--import', 'tsx', join(root, file)], {
      cwd: root,
      env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR },
    })
    const [said, [code]] = await Promise.all([text(server.stderr), once(server, 'exit')])
    expect(said).toBe(
      `Expected a free port for PORT but received ${port} on 127.0.0.1, which another process has; stop that one or choose another\n`,
    )
    expect(code).toBe(2)
  },
)
