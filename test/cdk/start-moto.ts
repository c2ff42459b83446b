import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../../.venv/bin/moto_server')

/** Whether the emulator of SQS, EventBridge and Secrets Manager is installed: `pip install 'moto[server]'` in .venv. */
export const hasMoto: boolean = existsSync(program)

/** Moto, an emulator that speaks AWS's own protocols. */
export async function startMoto(): Promise<{ url: string; stop(): void }> {
  const port = await freePort()
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; ; attempt++) {
    const there = await fetch(`${url}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (there) return { url, stop: () => void child.kill('SIGTERM') }
    if (attempt > 600 || child.exitCode !== null)
      throw new Error('Expected moto to answer but received nothing')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
