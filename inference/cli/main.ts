import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAssessor } from '../runtime/assessor.ts'
import { type DeviceRequest, deviceRequests } from '../runtime/device.ts'
import { exitStatus, runCli } from './run-cli.ts'
import { stopOnSignal } from './stop-on-signal.ts'

const { env } = process
const inPackage = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

// npm runs scripts in the package's folder; paths are meant from where the person stands.
const cwd = (env.npm_lifecycle_event === 'assess' && env.INIT_CWD) || process.cwd()
const device = env.INFERENCE_DEVICE || 'auto'

if ((deviceRequests as readonly string[]).includes(device)) {
  const stop = stopOnSignal()
  const status = await runCli({
    argv: process.argv.slice(2),
    cwd,
    stdout: process.stdout,
    stderr: process.stderr,
    version: JSON.parse(readFileSync(inPackage('package.json'), 'utf8')).version,
    signal: stop.signal,
    createAssessor: () =>
      createAssessor({
        modelDir: env.MODEL_DIR ? resolve(cwd, env.MODEL_DIR) : inPackage('inference/model'),
        device: device as DeviceRequest,
      }),
  })
  process.exitCode = stop.status() ?? status
} else {
  process.stderr.write(`Expected ${deviceRequests.join(', ')} for INFERENCE_DEVICE but received ${device}\n`)
  process.exitCode = exitStatus.usage
}
