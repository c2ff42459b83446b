import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import { readPhoto } from '../../../edge/picture/read-photo.ts'
import { photoLineSchema } from '../../../inference/cli/photo-line.ts'
import { type CliAssessor, type CliDeps, runCli } from '../../../inference/cli/run-cli.ts'
import { aDamage, anAssessment } from './answers.ts'

/** A folder with these files, gone when the test ends. */
export async function folderWith(files: Record<string, Uint8Array | string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dentgraph-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

export const jpeg = (width = 64, height = 48, colour = '#8090a0'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()

/** Reads photos for real, and finds one damage on each. */
export const fakeAssessor: CliAssessor = {
  async assess(bytes) {
    const { picture, width, height } = await readPhoto(bytes, { maxSide: 64 })
    const damages = [aDamage('scratch', [width / 4, height / 4, height / 2])]
    return { assessment: anAssessment({ width, height, damages }), picture }
  },
  async close() {},
}

/** Keeps what is written, and reads no faster than a pipe would. */
export function capture(options: { isTTY?: boolean; columns?: number } = {}) {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      setImmediate(done)
    },
  })
  return Object.assign(stream, options, { text: () => chunks.join('') })
}

/** Runs the command in `cwd`. */
export async function run(cwd: string, argv: string[], deps: Partial<CliDeps> = {}) {
  const stdout = capture()
  const stderr = capture()
  const status = await runCli({
    argv,
    cwd,
    stdout,
    stderr,
    version: '1.2.3',
    createAssessor: async () => fakeAssessor,
    ...deps,
  })
  const out = stdout.text()
  return { status, out, err: stderr.text(), lines: out.split('\n').slice(0, -1) }
}

/** The same with `--json`, every line checked against its schema. */
export async function runJson(cwd: string, argv: string[], deps: Partial<CliDeps> = {}) {
  const result = await run(cwd, [...argv, '--json'], deps)
  const photos = result.lines.map((line) => photoLineSchema.parse(JSON.parse(line)))
  return { ...result, photos, summary: photos.map((it) => [it.photo, 'error' in it ? it.error.code : 'ok']) }
}
