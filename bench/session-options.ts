/**
 * What each setting of ONNX Runtime costs or brings: the damage and parts models on a drawn picture, one change at a
 * time against the settings in use (inference/runtime/session.ts), all of them in turn in one go.
 *
 *     npx tsx bench/session-options.ts [model folder]
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Picture } from '../edge/picture/picture.ts'
import { availableCores } from '../inference/runtime/cores.ts'
import { loadManifest } from '../inference/runtime/manifest.ts'
import { fitPicture } from '../inference/runtime/prepare.ts'
import { runtimeOptions } from '../inference/runtime/session.ts'
import { type SessionThread, startSessionThread } from '../inference/runtime/session-thread.ts'
import { drawScene } from './drawn-scene.ts'
import { median } from './statistics.ts'

const ROUNDS = 6

const modelDir = process.argv[2] ?? join(import.meta.dirname, '../inference/model')
const { models } = await loadManifest(modelDir)
const cores = availableCores()
const used = runtimeOptions('cpu', cores)
const session = used.extra.session
const spinning = { ...used, extra: { session: { ...session, intra_op: { allow_spinning: '1' } } } }

/** Whether both models run at the same time; and the settings. */
type Variant = [name: string, settings: object, together?: boolean]
const variants: Variant[] = [
  [`${cores} threads each, both models at once`, used, true],
  ['one model after the other', used],
  ['1 thread each, both models at once (on two cores: in use)', runtimeOptions('cpu', 1), true],
  ['threads spin, both models at once', spinning, true],
  ['threads spin, one model after the other', spinning],
  ['graph optimisation: extended', { ...used, graphOptimizationLevel: 'extended' }, true],
  [
    'int8 weights not unfolded at load',
    { ...used, extra: { session: { ...session, disable_quant_qdq: '0' } } },
    true,
  ],
  ['memory patterns', { ...used, enableMemPattern: true }, true],
  ['no memory arena', { ...used, enableCpuMemArena: false }, true],
]

const scene = drawScene(1280, 960)
const inputs = await Promise.all(
  [models.damage, models.parts].map(({ inputSide }) => fitPicture(scene, inputSide)),
)
const files = await Promise.all(
  [models.damage, models.parts].map(({ file }) => readFile(join(modelDir, file))),
)

const times = new Map<string, number[]>()
const processor = new Map<string, number[]>()
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, settings, together = false] of variants) {
    const threads = await open(settings)
    await both(threads, together)
    const before = process.cpuUsage()
    const start = performance.now()
    await both(threads, together)
    const took = performance.now() - start
    const { user, system } = process.cpuUsage(before)
    // The first round warms the machine up.
    if (round > 0) {
      times.set(name, [...(times.get(name) ?? []), took])
      processor.set(name, [...(processor.get(name) ?? []), (user + system) / 1000])
    }
    for (const thread of threads) await thread.ask({ ask: 'close' })
  }
}
const base = median(times.get(variants[0]?.[0] as string) ?? [])
console.log(
  `both models, ${inputs.map(({ width, height }) => `${width}x${height}`).join(' and ')}, Node ${process.version}`,
)
for (const [name, all] of times) {
  const cpu = median(processor.get(name) ?? [])
  console.log(
    `${median(all).toFixed(0).padStart(6)} ms  ${(median(all) / base).toFixed(2)}  ${cpu.toFixed(0).padStart(6)} ms of processor time  ${name}`,
  )
}

async function open(options: object): Promise<SessionThread[]> {
  return Promise.all(
    files.map(async (model) => {
      const thread = startSessionThread()
      await thread.ask({ ask: 'open', model, options })
      return thread
    }),
  )
}

async function both(threads: SessionThread[], together: boolean) {
  const run = (index: number) => {
    const { data, width, height } = inputs[index] as Picture
    return threads[index]?.ask({ ask: 'run', data: new Uint8Array(data), width, height })
  }
  if (together) return void (await Promise.all([run(0), run(1)]))
  await run(0)
  await run(1)
}
