import { type SpawnOptions, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { photoLineSchema } from '../../../inference/cli/photo-line.ts'
import { drawnPhoto, scratchedBumper } from '../drawn-photo.ts'
import { tinyModelDir } from '../tiny-model.ts'
import { folderWith } from './run.ts'

const main = fileURLToPath(new URL('../../../inference/cli/main.ts', import.meta.url))

/** The real command in a process of its own, with the tiny model. */
function start(cwd: string, argv: string[], env: NodeJS.ProcessEnv = {}, options: SpawnOptions = {}) {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...argv], {
    cwd,
    env: {
      ...process.env,
      INIT_CWD: undefined,
      npm_lifecycle_event: undefined,
      MODEL_DIR: tinyModelDir,
      INFERENCE_DEVICE: 'cpu',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    err += chunk
  })
  const ended = new Promise<{ status: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, out, err }))
  })
  return { child, ended }
}

describe('npm run assess', { timeout: 60_000 }, () => {
  it('leaves nothing in the home folder by which its runtime would tell its maker of it', async () => {
    const folder = await folderWith({ 'car.png': await drawnPhoto(...scratchedBumper), 'home/mine': '' })
    const home = join(folder, 'home')
    // Where CI is set the runtime keeps quiet by itself.
    const env = {
      HOME: home,
      XDG_CACHE_HOME: undefined,
      CI: undefined,
      GITHUB_ACTIONS: undefined,
      ORT_DISABLE_TELEMETRY: undefined,
    }
    const { status, err } = await start(folder, ['car.png'], env).ended
    expect([status, err]).toEqual([0, ''])
    expect(await readdir(home, { recursive: true })).toEqual(['mine'])
  })

  it('assesses a photo with a real model and writes what it found', async () => {
    const folder = await folderWith({ 'car.png': await drawnPhoto(...scratchedBumper), 'text.jpg': 'hello' })
    const { status, out, err } = await start(folder, ['car.png', 'text.jpg', '--json', '--out', 'out']).ended
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => photoLineSchema.parse(JSON.parse(line)))
    expect(lines).toMatchObject([
      {
        photo: 'car.png',
        width: 800,
        height: 600,
        damaged: true,
        damages: [{ type: 'scratch', part: 'front_bumper' }],
      },
      { photo: 'text.jpg', error: { code: 'PHOTO_UNSUPPORTED' } },
    ])
    expect(status).toBe(1)
    expect(err).toContain('text.jpg: ')
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['car.annotated.jpg', 'car.json'])
  })

  it('takes paths from where npm was called', async () => {
    const folder = await folderWith({ 'car.png': await drawnPhoto(...scratchedBumper) })
    const env = { INIT_CWD: folder, npm_lifecycle_event: 'assess' }
    const { status, out, err } = await start('/', ['car.png'], env).ended
    expect(out).toMatch(/^Total image area: 800x600 pixels\ndamage area: \d\.\d\d%\n/)
    expect({ status, err }).toEqual({ status: 0, err: '' })
  })

  it('ends quietly when its reader goes away', async () => {
    const folder = await folderWith({ 'car.png': await drawnPhoto(...scratchedBumper) })
    const { child, ended } = start(folder, [...Array.from({ length: 12 }, () => 'car.png'), '--json'])
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { status, err } = await ended
    expect(status).toBe(0)
    expect(err).toMatch(/^Assessed \d+ of 12 photos in [^\n]+\n$/)
  })

  it('ends on Ctrl-C with what is finished written', async () => {
    const folder = await folderWith({ 'car.png': await drawnPhoto(...scratchedBumper) })
    const paths = Array.from({ length: 500 }, () => 'car.png')
    const { child, ended } = start(folder, [...paths, '--json', '--out', 'out'])
    child.stdout?.once('data', () => child.kill('SIGINT'))
    const { status, out } = await ended
    const lines = out.trimEnd().split('\n')
    expect(status).toBe(130)
    expect(lines.length).toBeLessThan(500)
    const files = await readdir(join(folder, 'out'))
    expect(files.filter((name) => name.endsWith('.json'))).toHaveLength(lines.length)
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('names the missing model and what to do about it', async () => {
    const folder = await folderWith({ 'car.png': await drawnPhoto(...scratchedBumper) })
    const { status, out, err } = await start(folder, ['car.png', '--json'], { MODEL_DIR: 'nowhere' }).ended
    expect(JSON.parse(out)).toMatchObject({ photo: 'car.png', error: { code: 'MODEL_MISSING' } })
    expect(err).toContain('MODEL_DIR')
    expect(status).toBe(1)
  })

  it('refuses an unknown device', async () => {
    const { status, err } = await start('/', ['car.png'], { INFERENCE_DEVICE: 'tpu' }).ended
    expect({ status, err }).toEqual({
      status: 2,
      err: 'Expected auto, cuda, cpu for INFERENCE_DEVICE but received tpu\n',
    })
  })
})
