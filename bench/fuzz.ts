/**
 * Fuzzing, seeded, against the running server with the tests' tiny models: random GraphQL operations, changed photos,
 * hostile zips, and changed signatures of webhooks. `--schemathesis` names that program, where it is installed
 * (`pip install schemathesis`), for a second opinion on GraphQL; `--write` the page whose figures are replaced.
 *
 *     npx tsx bench/fuzz.ts --seed 1 --write docs/reliability.md
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundleSystem } from './faults/bundle-system.ts'
import { createClient } from './faults/client.ts'
import { drawDamage } from './faults/photos.ts'
import { createRandom } from './faults/random.ts'
import { writeFigures } from './faults/report.ts'
import { createServerProcess } from './faults/server-process.ts'
import { settings } from './faults/system.ts'
import { requestAssessment } from './faults/traffic.ts'
import { seedPhotos, wrongWithPhoto } from './fuzz/photos.ts'
import { wrongWithVerify } from './fuzz/random-signature.ts'
import { manyEntries, zipShapes } from './fuzz/random-zip.ts'
import { fuzzGraphql } from './fuzz/run-graphql.ts'
import { sendZip } from './fuzz/send-zip.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    /** How many of each kind. */
    operations: { type: 'string', default: '20000' },
    photos: { type: 'string', default: '10000' },
    zips: { type: 'string', default: '500' },
    signatures: { type: 'string', default: '500000' },
    schemathesis: { type: 'string' },
    write: { type: 'string' },
  },
})
const seed = Number(values.seed)
const dir = await mkdtemp(join(tmpdir(), 'dentgraph-fuzz-'))
const bundle = await bundleSystem(`dentgraph-fuzz-${process.pid}`)
const server = await createServerProcess({
  bundle,
  log: join(dir, 'server.log'),
  env: { ...settings, NODE_ENV: 'development', LOG_LEVEL: 'error', DATA_DIR: join(dir, 'data') },
})
server.start()
if (!(await server.ready(90))) throw new Error(`Expected a server but received none; see ${dir}/server.log`)
const client = createClient([server.url])
console.log(`the server's log: ${dir}/server.log`)

interface Part {
  what: string
  tried: number
  wrong: string[]
  megabytes: [before: number, after: number]
}
const parts: Part[] = []

/** Runs one part, and sees that the server has not ended over it. */
async function part(what: string, tried: number, run: () => Promise<string[]>) {
  const before = await megabytes()
  const wrong = await run()
  const { status } = await client.fetch('/healthz').catch(() => ({ status: 0 }))
  if (status !== 200 || server.deaths.length > 0)
    wrong.push(`the server is gone (${server.deaths.join(', ')})`)
  parts.push({ what, tried, wrong, megabytes: [before, await megabytes()] })
  console.log(`${what}: ${tried} tried, ${wrong.length} wrong, ${parts.at(-1)?.megabytes.join(' to ')} MB`)
  for (const complaint of wrong.slice(0, 20)) console.log(`  WRONG ${complaint}`)
}

async function megabytes(): Promise<number> {
  const status = await readFile(`/proc/${server.pid()}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024)
}

async function repeated(
  count: number,
  one: (i: number) => Promise<string | null> | string | null,
): Promise<string[]> {
  const wrong: string[] = []
  let next = 0
  const lane = async () => {
    for (let i = next++; i < count; i = next++) {
      const complaint = await one(i)
      if (complaint) wrong.push(`${i}: ${complaint}`)
    }
  }
  await Promise.all([lane(), lane(), lane()])
  return wrong
}

const random = createRandom(seed)
const ids: string[] = []
for (let i = 0; i < 4; i++) {
  const answer = await requestAssessment(client, `fuzz-${seed}-${i}`, await drawDamage(random), 30)
  const claim =
    answer && (await client.ask(`{ claim(id: "${answer.claimId}") { damages { id } photos { id } } }`)).data
  ids.push(answer?.assessmentId ?? '', answer?.claimId ?? '')
  ids.push(
    ...(claim?.claim.damages ?? []).map(({ id }: any) => id),
    ...(claim?.claim.photos ?? []).map(({ id }: any) => id),
  )
}

const operations = Number(values.operations)
await part('GraphQL: random operations, whole and damaged', operations, () =>
  fuzzGraphql(client.fetch, () => ids, { count: operations, seed }),
)
if (values.schemathesis) {
  const { tried, wrong } = await schemathesis(values.schemathesis)
  await part('GraphQL: Schemathesis', tried, async () => wrong)
}
const photos = await seedPhotos()
await part('changed photos, in six formats', Number(values.photos), () =>
  repeated(Number(values.photos), (i) => {
    const own = createRandom(seed * 1_000_003 + i)
    const [, photo] = own.pick(photos)
    return wrongWithPhoto(client.fetch, photo, own)
  }),
)
const drawn = await Promise.all(Array.from({ length: 20 }, () => drawDamage(random)))
for (const [n, { name, make }] of zipShapes.entries()) {
  const count = Math.ceil(Number(values.zips) / zipShapes.length)
  await part(`zips: ${name}`, count, () =>
    repeated(count, (i) => {
      const own = createRandom(seed * 1_000_003 + n * 10_007 + i)
      return sendZip(
        client.fetch,
        make(own, () => own.pick(drawn)),
        300,
      )
    }),
  )
}
await part('zips: 65,000 entries', 1, () =>
  repeated(1, () => sendZip(client.fetch, manyEntries(65_000), 900)),
)
await part('changed signatures and bodies of webhooks', Number(values.signatures), () =>
  repeated(Number(values.signatures), (i) => wrongWithVerify(createRandom(seed * 1_000_003 + i))),
)

async function schemathesis(program: string): Promise<{ tried: number; wrong: string[] }> {
  const args = ['run', `${server.url}/graphql`, '--seed', String(seed), '--max-examples', '100', '--no-color']
  args.push(
    '--checks',
    'not_a_server_error',
    '--suppress-health-check',
    'all',
    '--generation-database',
    'none',
  )
  const env = {
    ...process.env,
    SCHEMATHESIS_HOOKS: 'schemathesis_hooks',
    PYTHONPATH: join(import.meta.dirname, 'fuzz'),
  }
  const output = await new Promise<string>((resolve) =>
    execFile(program, args, { env, cwd: dir, maxBuffer: 2 ** 28 }, (_, out, err) => resolve(out + err)),
  )
  const tried = Number(/([\d,]+) generated/.exec(output)?.[1]?.replaceAll(',', '') ?? 0)
  // It takes every error for the server's own; ours name a code, and those that nobody foresaw name INTERNAL.
  const wrong = [...output.matchAll(/^_+ .* _+$[^]*?(?=^_+ |^=+)/gm)]
    .map(([text]) => text.slice(0, 1500))
    .filter((text) => !/"code":"(?!INTERNAL)[A-Z_]+"/.test(text))
  if (tried === 0) wrong.push(output.slice(-2000))
  return { tried, wrong }
}

await server.stop(30)
const head = '| what | tried | wrong | memory before and after (MB) |\n| --- | ---: | ---: | ---: |'
const rows = parts.map(
  ({ what, tried, wrong, megabytes: [before, after] }) =>
    `| ${what} | ${tried.toLocaleString('en')} | ${wrong.length} | ${before}, ${after} |`,
)
const table = [head, ...rows].join('\n')
console.log(`\n${table}`)
const command = [
  'npx tsx bench/fuzz.ts',
  ...process.argv.slice(2).filter((_, i, all) => all[i] !== '--write' && all[i - 1] !== '--write'),
]
if (values.write) await writeFigures(values.write, 'fuzz', `${table}\n\n\`${command.join(' ')}\``)
await rm(bundle, { recursive: true, force: true })
process.exit(parts.some(({ wrong }) => wrong.length > 0) ? 1 : 0)
