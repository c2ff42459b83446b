/**
 * How long the edge's Lambda function takes from nothing to its first answers, bundled and minified as it is
 * deployed: `npx tsx bench/lambda-cold-start.ts`. The start of Node itself is not in it.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { encodeJpeg } from '../edge/picture/encode.ts'
import { drawScene } from './drawn-scene.ts'
import { median } from './statistics.ts'

const RUNS = 7
const root = join(import.meta.dirname, '..')
const folder = await mkdtemp(join(root, 'node_modules/.bench-lambda-'))
await build({
  entryPoints: [join(root, 'edge/lambda.ts')],
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  // What is loaded later lies in files of its own.
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  external: ['sharp'],
  banner: {
    js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
  },
})
const files = await readdir(folder)
const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size))
const photo = join(folder, 'photo.jpg')
await writeFile(photo, await encodeJpeg(drawScene(1600, 1200)))
const script = join(folder, 'run.mjs')
await writeFile(
  script,
  `
import { readFileSync } from 'node:fs'
const start = performance.now()
const now = () => {
  const { user, system } = process.cpuUsage(before)
  return [performance.now() - start, (user + system) / 1000]
}
const before = process.cpuUsage()
const { handler } = await import(${JSON.stringify(join(folder, 'lambda.mjs'))})
const loaded = now()
const event = (method, path, body) => ({ version: '2.0', rawPath: path, rawQueryString: '', headers: {}, isBase64Encoded: true,
  requestContext: { http: { method, path, sourceIp: '192.0.2.1' } }, ...(body && { body: body.toString('base64') }) })
await handler(event('GET', '/healthz'), {})
const answered = now()
// With a bucket there is nobody to keep a photo here.
if (!process.env.EDGE_BUCKET) {
  const { statusCode } = await handler(event('POST', '/photos', readFileSync(${JSON.stringify(photo)})), {})
  if (statusCode !== 201) throw new Error('Expected 201 but received ' + statusCode)
}
console.log(JSON.stringify([loaded, answered, now()]))
process.exit()
`,
)

/** Wall and processor time since the start, in milliseconds: loaded, answered, photo taken in. */
type Run = [wall: number, cpu: number][]

async function run(environment: Record<string, string>): Promise<Run> {
  const data = await mkdtemp(join(tmpdir(), 'bench-'))
  const env = { ...process.env, DATA_DIR: data, LOG_LEVEL: 'silent', NODE_NO_WARNINGS: '1', ...environment }
  const output = execFileSync(process.execPath, [script], { env, cwd: root }).toString()
  await rm(data, { recursive: true })
  return JSON.parse(output)
}

const cloud = {
  EDGE_BUCKET: 'bench',
  AWS_REGION: 'eu-central-1',
  EDGE_LINK_KEY: 'a key of the bench, long enough for links',
}
const onFolder: Run[] = []
const onS3: Run[] = []
for (let i = 0; i < RUNS; i++) {
  onFolder.push(await run({}))
  onS3.push(await run(cloud))
}
const of = (runs: Run[], index: number) => {
  const [wall, cpu] = [0, 1].map((of) => median(runs.map((run) => run[index]![of as 0 | 1])).toFixed(0))
  return `${wall} ms (${cpu} ms of processor time)`
}
const [all, own] = [sizes.reduce((a, b) => a + b, 0), sizes[files.indexOf('lambda.mjs')]!]
console.log(
  `bundle ${(own / 1024).toFixed(0)} of ${(all / 1024).toFixed(0)} kB loaded at the start, Node ${process.version}, median of ${RUNS} processes`,
)
console.log(`loaded after ${of(onFolder, 0)}`)
console.log(`first answer after ${of(onFolder, 1)}; with S3's client ${of(onS3, 1)}`)
console.log(`first photo, 2 megapixels, decoder loaded, after ${of(onFolder, 2)}`)
await rm(folder, { recursive: true })
