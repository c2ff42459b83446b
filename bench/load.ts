/**
 * Photos that arrive whether or not those before have an answer: at 0.5, 0.9, 1.5 and 3 times what the machine can do,
 * which is measured first. Against `npm start` with the shipped model, over HTTP, as a front-end asks. Linux only
 * (/proc). Writes docs/load.svg and its part of docs/performance.md.
 *
 *     npx tsx bench/load.ts [--minutes 3] [--factors 0.5,0.9,1.5,3] [--seed 1] [--photos DIR] [--model DIR] [--note "beside other work"] [--dry]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { assessPhoto } from './campaign/ask.ts'
import { writeChart, writeFigures } from './campaign/figures.ts'
import { createPhotos, numbered } from './campaign/photos.ts'
import { processesOf } from './campaign/processes.ts'
import { startSystem } from './campaign/running-system.ts'
import { type Phase, runPhase } from './load/arrivals.ts'
import { countAssessments } from './load/count.ts'
import { type MemorySample, reportLoad } from './load/report.ts'

/** Drawn beforehand; each time one is sent it is given another number, and is another photo. */
const DRAWN = 200
const WARM_UP = 6
const CAPACITY_S = 45
const CLIENTS = 4
/** Between two loads, for what is left of the one before. */
const PAUSE_MS = 3000

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    factors: { type: 'string', default: '0.5,0.9,1.5,3' },
    seed: { type: 'string', default: '1' },
    photos: { type: 'string' },
    model: { type: 'string' },
    note: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
const seed = Number(values.seed)

const next = await createPhotos({ seed, folder: values.photos })
const drawn: Uint8Array<ArrayBuffer>[] = []
while (drawn.length < DRAWN) drawn.push(await next())
let sent = 0
const nextPhoto = () => numbered(drawn[sent % DRAWN] as Uint8Array<ArrayBuffer>, sent++)

const system = await startSystem(values.model ? { MODEL_DIR: values.model } : {})
const accepted: string[] = []
const capacity = await measureCapacity()
console.log(`capacity: ${capacity.toFixed(2)} photos a second`)

const phases: Phase[] = []
const begins: number[] = []
const memory: MemorySample[] = []
const began = performance.now()
const now = () => (performance.now() - began) / 1000
const measuring = setInterval(() => void measure(), 2000)
for (const [i, factor] of values.factors.split(',').map(Number).entries()) {
  begins.push(now())
  const phase = await runPhase(system, nextPhoto, {
    factor,
    rate: factor * capacity,
    seconds: minutes * 60,
    seed: seed + i,
  })
  phases.push(phase)
  accepted.push(...phase.arrivals.flatMap(({ id }) => (id ? [id] : [])))
  const busy = phase.arrivals.filter(({ outcome }) => outcome === 'busy').length
  console.log(
    `${factor} times capacity: ${phase.arrivals.length} arrived, ${busy} told to come again, recovered after ${phase.recovered.toFixed(1)} s`,
  )
  await sleep(PAUSE_MS)
}
clearInterval(measuring)
await measure()
const standing = await countAssessments(system)
await system.stop()

const { page, chart } = reportLoad({
  capacity,
  phases,
  begins,
  memory,
  accepted,
  standing,
  minutes,
  note: values.note,
})
console.log(page)
if (!values.dry) {
  await writeChart('load', chart)
  await writeFigures('load', page)
}

/** Photos a second, with clients that ask for the next one when they have an answer. */
async function measureCapacity(): Promise<number> {
  const one = async () => {
    const answer = await assessPhoto(system.url, nextPhoto(), { wait: 55 })
    if (answer.kind !== 'taken')
      throw new Error(`Expected an assessment but received ${JSON.stringify(answer)}`)
    accepted.push(answer.id)
  }
  for (let i = 0; i < WARM_UP; i++) await one()
  const start = performance.now()
  let count = 0
  const client = async () => {
    while (performance.now() - start < CAPACITY_S * 1000) {
      await one()
      count++
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return count / ((performance.now() - start) / 1000)
}

async function measure() {
  const at = now()
  const processes = await processesOf(system.pid)
  const rss = (name: string) => processes.find((one) => one.name === name)?.rss ?? 0
  memory.push({ at, server: rss('server'), model: rss('model') })
}
