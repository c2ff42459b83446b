/**
 * Faults, seeded: the running system takes photos, batches and reviews in while something goes wrong, and afterwards
 * everything that it accepted is looked at through the API. `--only` is a pattern of kinds' names, `--write` the page
 * whose figures are replaced. Linux, as root, with `faketime` for the clock; what is missing is said and left out.
 * Ctrl-C ends it after the trials under way, and tells of those that ran.
 *
 *     npx tsx bench/faults.ts --seed 1 --trials 200 --write docs/reliability.md
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { startModelProcess } from '../api/model/model-process.ts'
import { tinyModelDir } from '../test/inference/tiny-model.ts'
import { bundleSystem } from './faults/bundle-system.ts'
import { type Environment, kinds } from './faults/kinds.ts'
import { planTrials } from './faults/plan.ts'
import { queueKind, runQueueTrial } from './faults/queue-messages.ts'
import { tableOf, writeFigures } from './faults/report.ts'
import { type Outcome, runTrial, type Trial } from './faults/run-trial.ts'
import { openWithSmallDisk } from './faults/small-disk.ts'
import {
  faketime,
  openMachine,
  openWithClock,
  openWithProxiedModel,
  type System,
  type SystemDeps,
} from './faults/system.ts'
import { openTwoServers } from './faults/two-servers.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    trials: { type: 'string', default: '200' },
    /** Systems that run at once. */
    lanes: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    write: { type: 'string' },
  },
})
const seed = Number(values.seed)
/** Trials of one system before it is stopped, looked into and begun anew. */
const TRIALS_PER_SYSTEM = 10

const open: Record<Exclude<Environment, 'queue'>, (deps: SystemDeps) => Promise<System>> = {
  'one machine': openMachine,
  'proxied model': openWithProxiedModel,
  'small disk': openWithSmallDisk,
  'settable clock': openWithClock,
  'two servers': openTwoServers,
}
const missing: Partial<Record<string, string>> = {
  ...(process.getuid?.() !== 0 && { 'small disk': 'needs root to mount a file system' }),
  ...(!existsSync(faketime) && { 'settable clock': `needs ${faketime} (apt-get install faketime)` }),
}
for (const [environment, why] of Object.entries(missing)) console.log(`left out: ${environment}, ${why}`)

process.env.LOG_LEVEL = 'warn'
const logs = await mkdtemp(join(tmpdir(), 'dentgraph-faults-logs-'))
console.log(`logs of the servers: ${logs}`)
const bundle = await bundleSystem(`dentgraph-faults-${process.pid}`)
const modelProcess = await startModelProcess({
  modelDir: tinyModelDir,
  logger: pino({ level: 'warn' }, pino.destination(join(logs, 'model.log'))),
  command: [join(bundle, 'model-child.mjs')],
})
if (!(await modelProcess.ready(60)))
  throw new Error('Expected the model server within 60 s but received nothing')
const deps: SystemDeps = { bundle, logs, modelUrl: modelProcess.url }

const trials = planTrials(
  Number(values.trials),
  seed,
  ({ name, environment }) => new RegExp(values.only).test(name) && !missing[environment],
)
if (trials.length === 0) throw new Error(`Expected a pattern of kinds' names but received ${values.only}`)
const outcomes: Outcome[] = []
let stopped = false
process.once('SIGINT', () => {
  stopped = true
})

function told(outcome: Outcome) {
  outcomes.push(outcome)
  const { number, kind, struck, accepted, assessed, failed, reasons, cancelled, seconds, broken } = outcome
  console.log(
    `${outcomes.length}/${trials.length} trial ${number}: ${kind}: struck ${struck}, accepted ${accepted}, ` +
      `assessed ${assessed}, failed ${failed} ${JSON.stringify(reasons)}, cancelled ${cancelled}, ${seconds.toFixed(1)} s`,
  )
  for (const rule of broken) console.log(`  BROKEN ${rule}`)
}

async function runSystem(environment: keyof typeof open, some: readonly Trial[]) {
  const system = await open[environment](deps)
  for (const trial of some) {
    if (stopped) break
    try {
      told(await runTrial(system, trial, seed))
    } catch (error) {
      // A system that cannot be asked any more: the trials after this one get another.
      told(failure(trial, error))
      break
    }
  }
  for (const rule of await system.close())
    told({ ...nothing, kind: some[0]?.kind.name ?? '', broken: [rule] })
}

const nothing = {
  number: 0,
  struck: 0,
  seconds: 0,
  accepted: 0,
  assessed: 0,
  failed: 0,
  cancelled: 0,
  reasons: {},
}
const failure = ({ kind, number }: Trial, error: unknown): Outcome => ({
  ...nothing,
  kind: kind.name,
  number,
  broken: [`the trial could not be looked at: ${(error as Error).message}`],
})

/** Systems with their trials, those that wait longest for their leases first. */
const work: (() => Promise<void>)[] = []
for (const environment of [
  'two servers',
  'small disk',
  'settable clock',
  'proxied model',
  'one machine',
] as const) {
  const of = trials.filter(({ kind }) => kind.environment === environment)
  for (let i = 0; i < of.length; i += TRIALS_PER_SYSTEM)
    work.push(() => runSystem(environment, of.slice(i, i + TRIALS_PER_SYSTEM)))
}
work.push(async () => {
  for (const { number, kind } of trials)
    if (kind.name === queueKind.name && !stopped) told(await runQueueTrial(number, seed, modelProcess.url))
})
const lane = async () => {
  for (let next = work.shift(); next && !stopped; next = work.shift()) await next()
}
await Promise.all(Array.from({ length: Number(values.lanes) }, lane))

const table = tableOf(
  outcomes,
  [...kinds, queueKind].map(({ name }) => name),
)
console.log(`\n${table}`)
const command = `npx tsx bench/faults.ts --seed ${seed} --trials ${values.trials}`
const ran = stopped ? `, stopped after ${outcomes.length} of them` : ''
if (values.write) await writeFigures(values.write, 'faults', `${table}\n\n\`${command}\`${ran}`)
await modelProcess.stop()
await rm(bundle, { recursive: true, force: true })
process.exit(outcomes.some(({ broken }) => broken.length > 0) ? 1 : 0)
