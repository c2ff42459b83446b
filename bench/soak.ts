/**
 * Mixed traffic for an hour against `npm start` with the shipped model: photos, questions, reviews, batches,
 * subscriptions and rubbish, at random. Every ten seconds each process is measured; memory and handles have to stay
 * flat. Linux only (/proc). Writes docs/soak.svg and its part of docs/performance.md.
 *
 *     npx tsx bench/soak.ts [--minutes 60] [--per-minute 30] [--seed 1] [--photos DIR] [--model DIR] [--note "beside other work"] [--out soak.json] [--dry]
 *     npx tsx bench/soak.ts --minutes 12 --per-minute 300 --snapshots 4,12 --snapshots-in DIR --dry     # what of the server's heap stays
 *     npx tsx bench/soak.ts --from soak.json      # draws and writes what was measured before
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { writeChart, writeFigures } from './campaign/figures.ts'
import { createPhotos } from './campaign/photos.ts'
import { type RunningSystem, startSystem } from './campaign/running-system.ts'
import { reportSoak, type Soak } from './soak/report.ts'
import { type Sample, takeSample } from './soak/sampler.ts'
import { startTraffic, type Tally } from './soak/traffic.ts'

const SAMPLE_S = 10

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    'per-minute': { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    photos: { type: 'string' },
    model: { type: 'string' },
    note: { type: 'string' },
    out: { type: 'string' },
    from: { type: 'string' },
    dry: { type: 'boolean', default: false },
    /** Minutes after which the server writes a snapshot of its heap. */
    snapshots: { type: 'string', default: '' },
    'snapshots-in': { type: 'string', default: '.' },
  },
})
const soak: Soak = values.from ? JSON.parse(await readFile(values.from, 'utf8')) : await run()
const { page, chart, text } = reportSoak({ ...soak, note: values.note })
console.log(text)
if (!values.dry) {
  await writeChart('soak', chart)
  await writeFigures('soak', page)
}

async function run(): Promise<Soak> {
  const minutes = Number(values.minutes)
  const perMinute = Number(values['per-minute'])
  const reports = await mkdtemp(join(tmpdir(), 'dentgraph-heaps-'))
  const preload = join(import.meta.dirname, 'soak/report-heap.mjs')
  const system = await startSystem({
    HEAP_REPORTS: reports,
    NODE_OPTIONS: `--import ${preload} --heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${resolve(values['snapshots-in'])}`,
    ...(values.model && { MODEL_DIR: values.model }),
  })
  console.log(`${system.url}, data in ${system.dataDir}, log in ${system.logFile}`)
  const { tally, stop } = startTraffic({
    system,
    nextPhoto: await createPhotos({ seed: Number(values.seed), folder: values.photos, side: 640 }),
    perMinute,
    seed: Number(values.seed),
  })
  const snapshots = new Set(values.snapshots.split(',').filter(Boolean).map(Number))
  const samples: Sample[] = []
  const began = performance.now()
  for (let next = 0; next <= minutes * 60; next += SAMPLE_S) {
    await sleep(Math.max(0, began + next * 1000 - performance.now()))
    const sample = await takeSample(system, reports, began)
    samples.push(sample)
    if (next % 60 === 0) console.log(`${next / 60} min: ${summary(sample, tally)}`)
    const server = sample.processes.find(({ name }) => name === 'server')
    if (server && snapshots.has(next / 60)) process.kill(server.pid, 'SIGUSR2')
  }
  await stop()
  const soak = { samples, tally, left: await standing(system), perMinute }
  if (values.out) await writeFile(values.out, JSON.stringify(soak))
  await system.stop()
  await rm(reports, { recursive: true })
  return soak
}

/** Assessments by the API's own word: how many there are, and how many have not ended. */
async function standing({ ask }: RunningSystem): Promise<Soak['left']> {
  let after: string | null = null
  let [open, total] = [0, 0]
  do {
    const { claims }: any = await ask(
      'query ($after: String) { claims(first: 50, after: $after) { nodes { assessments { status } } pageInfo { hasNextPage endCursor } } }',
      { after },
    )
    for (const { status } of claims.nodes.flatMap((node: any) => node.assessments)) {
      total++
      if (status === 'QUEUED' || status === 'RUNNING') open++
    }
    after = claims.pageInfo.hasNextPage ? claims.pageInfo.endCursor : null
  } while (after)
  return { open, total }
}

function summary({ processes, disk }: Sample, { done, busy, unexpected }: Tally): string {
  const each = processes
    .filter(({ name }) => name === 'server' || name === 'model')
    .map(
      ({ name, rss, heapUsed = 0, handles }) =>
        `${name} ${Math.round(rss / 1e6)} MB (heap ${Math.round(heapUsed / 1e6)}), ${handles} handles`,
    )
  const acts = Object.values(done).reduce((sum, count) => sum + count, 0)
  return `${each.join('; ')}; disk ${Math.round(disk.bytes / 1e6)} MB; ${acts} done, ${busy} busy, ${unexpected.length} unexpected`
}
