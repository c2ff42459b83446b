/**
 * Photos a second of one machine, against how many are asked for at once, and where the time of a photo goes. Against
 * `npm start` with the shipped model, over HTTP, each photo unlike all others. Linux only (/proc). Writes
 * docs/throughput.svg, docs/photo-time.svg and their part of docs/performance.md.
 *
 *     npx tsx bench/throughput.ts [--seconds 30] [--concurrency 1,2,4,8] [--photos DIR] [--note "beside other work"] [--dry]
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { quantile } from '../cdk/capacity/random.ts'
import { COLOURS, drawPanels } from './campaign/draw-chart.ts'
import { circumstances, megabytes, table, writeChart, writeFigures } from './campaign/figures.ts'
import { createPhotos, numbered } from './campaign/photos.ts'
import { processesOf, threadTimes } from './campaign/processes.ts'
import { startSystem } from './campaign/running-system.ts'
import { median } from './statistics.ts'
import { attribute, type Group, groups, type Stage } from './throughput/attribute.ts'
import { closedLoop, type LoopResult } from './throughput/closed-loop.ts'
import { drawTime } from './throughput/draw-time.ts'

/** Drawn beforehand; each time one is sent it is given another number, and is another photo. */
const DRAWN = 60
const WARM_UP_S = 6
/** Processor time below this is not listed. */
const LEAST_CPU_MS = 1

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    concurrency: { type: 'string', default: '1,2,4,8' },
    photos: { type: 'string' },
    note: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const levels = values.concurrency.split(',').map(Number)

const next = await createPhotos({ folder: values.photos })
const drawn: Uint8Array<ArrayBuffer>[] = []
while (drawn.length < DRAWN) drawn.push(await next())
let sent = 0
const nextPhoto = () => numbered(drawn[sent % DRAWN] as Uint8Array<ArrayBuffer>, sent++)
const reports = await mkdtemp(join(tmpdir(), 'dentgraph-stages-'))
const system = await startSystem({
  STAGE_REPORTS: reports,
  NODE_OPTIONS: `--require ${join(import.meta.dirname, 'throughput/report-stages.cjs')}`,
})
await closedLoop(system, nextPhoto, 1, WARM_UP_S)

const results: LoopResult[] = []
let cpu: { name: string; ms: number }[] = []
for (const level of levels) {
  const before = await threads()
  const result = await closedLoop(system, nextPhoto, level, seconds)
  if (level === 1) cpu = perPhoto(before, await threads(), result.requests.length)
  results.push(result)
  console.log(`${level} at once: ${result.photosPerSecond.toFixed(2)} photos a second`)
}
const stages = await readStages()
await system.stop()
await rm(reports, { recursive: true })

const alone = results.find(({ concurrency }) => concurrency === 1) ?? (results[0] as LoopResult)
const spent = new Map<Group, number>()
for (const request of alone.requests) {
  for (const [group, ms] of attribute(request, stages)) {
    spent.set(group, (spent.get(group) ?? 0) + ms / alone.requests.length)
  }
}
const sorted = [...alone.requests].sort((a, b) => a.ms - b.ms)
const typical = sorted[Math.floor(sorted.length / 2)] as Stage
const inside = stages.filter(
  ({ began, ms }) => began >= typical.began && began + ms <= typical.began + typical.ms + 1,
)

const chart = drawPanels(
  [
    {
      title: 'Photos a second',
      lines: [{ name: '', colour: COLOURS[0], as: 'both', points: points((one) => one.photosPerSecond) }],
      y: { format: (value) => value.toFixed(2) },
      x: { label: 'photos asked for at once', ticks: levels, logarithmic: true },
    },
    {
      title: 'Most memory, MB',
      lines: ['server', 'model', 'other'].map((name, i) => ({
        name,
        colour: COLOURS[i] as string,
        as: 'both' as const,
        points: points(({ memory }) => (memory.get(name) ?? 0) / 1e6),
      })),
      y: {},
      x: { label: 'photos asked for at once', ticks: levels, logarithmic: true },
    },
  ],
  'Photos a second and memory against how many are asked for at once',
)
const whole = [...spent.values()].reduce((sum, ms) => sum + ms, 0)
const page = [
  '![Photos a second and memory](throughput.svg)',
  '',
  table(
    [
      'asked for at once',
      'photos a second',
      'median',
      '19 of 20 within',
      'server',
      'model',
      'npm and loaders',
    ],
    results.map(({ concurrency, photosPerSecond, requests, memory }) => {
      const times = requests.map(({ ms }) => ms)
      const most = (name: string) => `${megabytes(memory.get(name) ?? 0)} MB`
      return [
        concurrency,
        photosPerSecond.toFixed(2),
        `${median(times).toFixed(0)} ms`,
        `${quantile(times, 0.95).toFixed(0)} ms`,
        most('server'),
        most('model'),
        most('other'),
      ]
    }),
  ),
  '',
  '![Where the time of a photo goes](photo-time.svg)',
  '',
  `Of the ${whole.toFixed(0)} ms that a photo takes when it is the only one (mean of ${alone.requests.length}):`,
  '',
  table(
    ['', 'ms', 'share'],
    groups
      .filter((group) => (spent.get(group) ?? 0) > 0)
      .map((group) => {
        const ms = spent.get(group) ?? 0
        return [group, ms.toFixed(1), `${((100 * ms) / whole).toFixed(1)} %`]
      }),
  ),
  '',
  circumstances(values.note),
].join('\n')
console.log(page)
if (!values.dry) {
  await writeChart('throughput', chart)
  await writeChart('photo-time', drawTime({ spent, request: typical, stages: inside, cpu }))
  await writeFigures('throughput', page)
}

function points(of: (result: LoopResult) => number) {
  return results.map((result) => [result.concurrency, of(result)] as const)
}

async function readStages(): Promise<Stage[]> {
  const files = await Promise.all(
    (await readdir(reports)).map((name) => readFile(join(reports, name), 'utf8')),
  )
  return files.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Stage),
  )
}

/** Threads of the server and the model, with the processor time they have used. */
async function threads() {
  const processes = (await processesOf(system.pid)).filter(
    ({ name }) => name === 'server' || name === 'model',
  )
  const all = await Promise.all(
    processes.map(async ({ pid, name }) =>
      (await threadTimes(pid)).map((thread) => ({
        ...thread,
        // Node names its main thread and those that it starts for JavaScript and for ONNX Runtime alike.
        name: `${name}: ${thread.tid === pid ? 'main thread' : thread.name.replace(/^node$/, 'other threads')}`,
      })),
    ),
  )
  return all.flat()
}

type Threads = Awaited<ReturnType<typeof threads>>

function perPhoto(before: Threads, after: Threads, photos: number) {
  const sums = new Map<string, number>()
  for (const { tid, name, cpuMs } of after) {
    const used = cpuMs - (before.find((thread) => thread.tid === tid)?.cpuMs ?? 0)
    sums.set(name, (sums.get(name) ?? 0) + used / photos)
  }
  return [...sums]
    .map(([name, ms]) => ({ name, ms }))
    .filter(({ ms }) => ms >= LEAST_CPU_MS)
    .sort((a, b) => b.ms - a.ms)
}
