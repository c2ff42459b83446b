import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession } from '../../inference/runtime/session.ts'

const root = resolve(import.meta.dirname, '../..')
const kit = join(root, 'inference/training')
const ownPython = join(root, '.venv/bin/python')
const python = process.env.DENTGRAPH_PYTHON ?? (existsSync(ownPython) ? ownPython : 'python3')
const needed = spawnSync(python, ['-c', 'import torch, torchvision, onnx, onnxruntime, cv2'], {
  encoding: 'utf8',
})
const ready = needed.status === 0
if (!ready) {
  const reason = needed.stderr?.trim().split('\n').at(-1) ?? needed.error?.message
  console.warn(`skipped: ${python} cannot train (${reason}); see inference/training/README.md`)
}

/** Pixels, and shares of one: what float32 in two runtimes may differ by. */
const tolerance = { boxes: 0.05, scores: 1e-3, masks: 2e-3 }

interface Detections {
  boxes: number[][]
  labels: number[]
  scores: number[]
  masks: number[][]
}

describe.skipIf(!ready)('a model trained for one epoch on drawn pictures', () => {
  let folder = ''
  let picture = { data: new Uint8Array(), width: 0, height: 0 }
  let photo = ''
  const run = join('run', 'last.pt')

  const command = (name: string, ...args: string[]) =>
    execFileSync(python, ['-m', `dentgraph_training.${name}`, ...args], {
      cwd: kit,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
      env: { ...process.env, OMP_WAIT_POLICY: 'passive' },
    })
  const at = (...names: string[]) => join(folder, ...names)
  const train = (epochs: number) =>
    command(
      'train',
      ...['--dataset', at('drawn'), '--run', at('run'), '--weights', 'initial', '--epochs', `${epochs}`],
      ...['--batch', '2', '--side', '256', '--precision', 'fp32', '--threads', '1', '--seed', '3'],
    )

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dentgraph-training-'))
    const drawn = [
      '--count',
      '6',
      '--seed',
      '3',
      '--size',
      '320x240',
      '--undamaged',
      '0',
      '--no-vehicle',
      '0',
    ]
    command('synthetic', '--out', at('drawn'), ...drawn)
    train(1)
    const [first] = (await readdir(at('drawn', 'images'))).sort()
    photo = at('photo.png') // decoders of JPEG differ, those of PNG do not
    const { data, info } = await sharp(at('drawn', 'images', first as string))
      .png()
      .toFile(photo)
      .then(() => sharp(photo).removeAlpha().raw().toBuffer({ resolveWithObject: true }))
    picture = { data: new Uint8Array(data), width: info.width, height: info.height }
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  const byTorch = (weights: string): Detections =>
    JSON.parse(command('detect', photo, '--weights', weights, '--threads', '1'))

  async function byNode(file: string): Promise<Detections> {
    const session = await openSession({ model: await readFile(file), file, device: 'cpu', threads: 1 })
    try {
      const outputs = await session.run(picture)
      const numbers = (name: string) => Array.from(outputs[name]?.data as ArrayLike<number | bigint>, Number)
      const rows = (values: number[], each: number) =>
        Array.from({ length: values.length / each }, (_, i) => values.slice(i * each, (i + 1) * each))
      return {
        boxes: rows(numbers('boxes'), 4),
        labels: numbers('labels'),
        scores: numbers('scores'),
        masks: rows(numbers('masks'), 28 * 28),
      }
    } finally {
      await session.close()
    }
  }

  function expectSame(received: Detections, expected: Detections) {
    expect(expected.labels.length).toBeGreaterThan(0)
    expect(received.labels).toEqual(expected.labels)
    for (const key of ['boxes', 'scores', 'masks'] as const) {
      const [a, b] = [received[key].flat(), expected[key].flat()]
      const apart = a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0)
      expect(apart, key).toBeLessThan(tolerance[key])
    }
  }

  it('answers in Node what it answers in torch', async () => {
    command('export', '--weights', at(run), '--out', at('fp32.onnx'), '--store', 'fp32', '--photo', photo)
    expectSame(await byNode(at('fp32.onnx')), byTorch(at(run)))
  })

  it('answers, stored as int8, what torch answers with the weights read back from it', async () => {
    command('export', '--weights', at(run), '--out', at('int8.onnx'), '--photo', photo)
    expect((await stat(at('int8.onnx'))).size).toBeLessThan(20e6)
    expectSame(await byNode(at('int8.onnx')), byTorch(at('int8.onnx')))
  })

  it('learnt something, left its report, and goes on where it stopped', async () => {
    const lines = async () => (await readFile(at('run', 'log.csv'), 'utf8')).trim().split('\n')
    const report = JSON.parse(await readFile(at('run', 'report.json'), 'utf8'))
    expect(report).toMatchObject({
      ended: 'The budget is spent.',
      samples: 6,
      steps: 3,
      weights: 'damage.onnx',
    })
    expect(report.losses.loss_mask['last tenth']).toBeGreaterThan(0)
    expect((await stat(at('run', 'curves.png'))).size).toBeGreaterThan(10_000)
    expect(await lines()).toHaveLength(1)
    expect(train(2)).toContain('going on after step 3')
    expect(await lines()).toHaveLength(2)
  })
})
