import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { buildServer } from '../../cdk/image/build-server.ts'
import { drawnPhoto, scratchedBumper } from '../inference/drawn-photo.ts'
import { tinyModelDir } from '../inference/tiny-model.ts'

const root = join(import.meta.dirname, '../..')
const dockerfile = readFileSync(join(root, 'inference/Dockerfile'), 'utf8').replaceAll('\\\n', ' ')
const stages = dockerfile.split(/^(?=FROM )/m).slice(1)
const stage = (name: string) => stages.find((text) => new RegExp(`^FROM .* AS ${name}$`, 'm').test(text))!
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

const hadolint = join(root, '.venv/bin/hadolint')

/** The environment that a stage sets. */
const environmentOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/^ENV (.*)$/gm)].flatMap(([, pairs = '']) =>
      pairs
        .trim()
        .split(/\s+/)
        .map((pair) => pair.split('=')),
    ),
  )

describe('inference/Dockerfile', () => {
  it.skipIf(!existsSync(hadolint))(
    'passes hadolint (skipped where .venv has none: pip install -r test/cdk/requirements.txt)',
    () => {
      const { stdout, status } = spawnSync(hadolint, ['inference/Dockerfile'], {
        cwd: root,
        encoding: 'utf8',
      })
      expect([stdout, status]).toEqual(['', 0])
    },
  )

  it('copies what is there, and what .dockerignore lets through', () => {
    const ignore = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names = '']) =>
      names.trim().split(/\s+/),
    )
    expect(sources).toContain('inference/image/cuda-provider.txt')
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true)
      const allowed = ignore.some(
        (line) =>
          line.startsWith('!') && (source === line.slice(1) || source.startsWith(`${line.slice(1)}/`)),
      )
      expect(allowed, source).toBe(true)
    }
    // The model is an artefact of its own.
    expect(ignore).toContain('inference/model')
  })

  it('brings the CUDA provider of the very version that package-lock.json has', () => {
    const provider = readFileSync(join(root, 'inference/image/cuda-provider.txt'), 'utf8')
    const { version } = lock.packages['node_modules/onnxruntime-node']
    expect(provider).toMatch(new RegExp(`^onnxruntime-gpu==${version.replaceAll('.', '\\.')} `, 'm'))
    expect(provider).toMatch(/--hash=sha256:[0-9a-f]{64}$/m)
    expect(readFileSync(join(root, 'inference/image/cuda-provider.sha256'), 'utf8')).toMatch(
      /^[0-9a-f]{64} {2}libonnxruntime_providers_cuda\.so$/m,
    )
    // Where ONNX Runtime looks for it.
    const [, into] = /^COPY --from=cuda-provider \/provider\/ (\S+)$/m.exec(stage('cuda')) ?? []
    expect(into?.replace('/opt/dentgraph/', '')).toBe('node_modules/onnxruntime-node/bin/napi-v6/linux/x64/')
    expect(existsSync(join(root, into!.replace('/opt/dentgraph/', ''), 'libonnxruntime.so.1'))).toBe(true)
  })

  it('pins every image that it begins with', () => {
    const begun = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image)
    const own = ['node']
    for (const image of begun.filter((name) => !own.includes(name)))
      expect(image).toMatch(/:(\$\{\w+\}|\d+\.\d+)/)
    expect(dockerfile).toMatch(/ARG NODE_VERSION=\d+\.\d+\.\d+\n/)
    expect(dockerfile).toMatch(/ARG CUDA_VERSION=\d+\.\d+\.\d+\n/)
    expect(dockerfile).not.toContain(':latest')
  })

  it.each(['cpu', 'cuda'])(
    'runs %s as nobody in particular, asks after its health, and knows its device',
    (target) => {
      const text = stage(target)
      expect(text).toMatch(/^USER 10001:10001$/m)
      expect(text).toMatch(/^HEALTHCHECK .*\/ping/m)
      expect(environmentOf(text)).toMatchObject({
        INFERENCE_DEVICE: target,
        MODEL_DIR: '/opt/ml/model',
        PORT: '8080',
      })
    },
  )

  it('is checked by a script that a shell understands', () => {
    execFileSync('bash', ['-n', join(root, 'inference/image/verify.sh')])
    const script = readFileSync(join(root, 'inference/image/verify.sh'), 'utf8')
    for (const path of script.match(/\b(inference|examples)\/[\w/.-]*\w/g) ?? []) {
      if (!path.startsWith('inference/image')) expect(existsSync(join(root, path)), path).toBe(true)
    }
  })

  it('starts by its entry command with its environment, is healthy, answers, and ends on SIGTERM', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'dentgraph-image-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    await buildServer(dir)
    // What `npm ci` installs in the image lies in the project here.
    expect(Object.keys(JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).dependencies)).toEqual([
      'onnxruntime-node',
      'sharp',
    ])
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
    const text = stage('cpu')
    const [program, ...args]: string[] = JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(text)![1]!)
    const port = String(await freePort())
    const environment = {
      ...environmentOf(text),
      MODEL_DIR: tinyModelDir,
      PORT: port,
      PATH: process.env.PATH!,
    }
    const child = spawn(program!, [...args.map((arg) => arg.replace('/opt/dentgraph', dir)), 'serve'], {
      cwd: dir,
      env: environment,
      stdio: 'ignore',
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [, command] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(text)!
    const [checker, ...checks]: string[] = JSON.parse(command!)
    const healthy = () => {
      try {
        execFileSync(checker!, checks, { env: environment })
        return true
      } catch {
        return false
      }
    }
    for (let i = 0; !healthy(); i++) {
      expect(child.exitCode).toBeNull()
      expect(i).toBeLessThan(100)
    }
    const answer = await fetch(`http://127.0.0.1:${port}/invocations`, {
      method: 'POST',
      body: new Uint8Array(await drawnPhoto(...scratchedBumper)),
    })
    expect(await answer.json()).toMatchObject({ device: 'cpu', vehicle: true })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  }, 120_000)
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
