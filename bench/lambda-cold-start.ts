/**
 * How long the edge's Lambda function takes from nothing to its first answers, bundled to one file as
 * it is deployed: `npx tsx bench/lambda-cold-start.ts`. A model folder is taken from MODEL_DIR.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { encodeJpeg } from '../edge/picture/encode.ts'
import { drawScene } from './drawn-scene.ts'
import { median } from './statistics.ts'

const RUNS = 7
const root = join(import.meta.dirname, '..')
const folder = await mkdtemp(join(root, 'node_modules/.bench-lambda-'))
const bundle = join(folder, 'lambda.mjs')
await build({
  entryPoints: [join(root, 'edge/lambda.ts')],
  outfile: bundle,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['sharp'],
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
})
const photo = join(folder, 'photo.jpg')
await writeFile(photo, await encodeJpeg(drawScene(1600, 1200)))
const script = join(folder, 'run.mjs')
await writeFile(
  script,
  `
import { readFileSync } from 'node:fs'
const start = performance.now()
const { handler } = await import(${JSON.stringify(bundle)})
const loaded = performance.now()
const event = (method, path, body) => ({ version: '2.0', rawPath: path, rawQueryString: '', headers: {}, isBase64Encoded: true,
  requestContext: { http: { method, path, sourceIp: '192.0.2.1' } }, ...(body && { body: body.toString('base64') }) })
await handler(event('GET', '/healthz'), {})
const answered = performance.now()
const { statusCode } = await handler(event('POST', '/photos', readFileSync(${JSON.stringify(photo)})), {})
if (statusCode !== 201) throw new Error('Expected 201 but received ' + statusCode)
console.log(JSON.stringify([loaded - start, answered - start, performance.now() - answered]))
`,
)
const runs: number[][] = []
for (let i = 0; i < RUNS; i++) {
  const env = { ...process.env, DATA_DIR: join(await mkdtemp(join(tmpdir(), 'bench-'))), LOG_LEVEL: 'silent' }
  runs.push(JSON.parse(execFileSync(process.execPath, [script], { env, cwd: root }).toString()))
  await rm(env.DATA_DIR, { recursive: true })
}
const of = (index: number) => `${median(runs.map((run) => run[index]!)).toFixed(0)} ms`
console.log(
  `bundle ${((await stat(bundle)).size / 1024).toFixed(0)} kB, Node ${process.version}, median of ${RUNS} processes`,
)
console.log(
  `loaded in ${of(0)}, first answer after ${of(1)}, first photo (2 megapixels, decoder loaded) in ${of(2)} more`,
)
await rm(folder, { recursive: true })
