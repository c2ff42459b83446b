/**
 * The Lambda function of the API: size of its bundle, that it holds no native module, and the time that Node takes
 * to load it, next to the same sources unbundled. AWS's SDK is in both.
 *
 *     npx tsx bench/api-bundle.ts
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { withoutLocales } from '../cdk/bundle/without-locales.ts'
import { median } from './statistics.ts'

const RUNS = 9
const root = fileURLToPath(new URL('..', import.meta.url))
const entry = join(root, 'api/lambda.ts')
// Unbundled sources find their packages from here.
const dir = await mkdtemp(join(root, 'out-bundle-'))
const banner = {
  js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
}
const common = {
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
  absWorkingDir: root,
} as const

const bundle = join(dir, 'bundle.mjs')
const { metafile } = await build({
  ...common,
  entryPoints: [entry],
  outfile: bundle,
  bundle: true,
  minify: true,
  metafile: true,
  mainFields: ['module', 'main'],
  external: ['libsql'],
  plugins: [withoutLocales],
  banner,
})
const inputs = Object.keys(metafile.inputs)
const native = inputs.filter((name) => /\.node$|node_modules\/(sharp|libsql|onnxruntime-node)\//.test(name))
const bytes = Object.values(metafile.outputs)[0]?.bytes ?? 0

const sources = inputs.filter((name) => !name.includes('node_modules'))
await build({
  ...common,
  entryPoints: sources.map((name) => join(root, name)),
  outdir: join(dir, 'plain'),
  outbase: root,
})
await rewriteImports()
await writeFile(join(dir, 'package.json'), '{"type":"module"}')

const environment = {
  ...process.env,
  TABLE_NAME: 't',
  MODEL_ENDPOINT: 'e',
  EDGE_URL: 'http://localhost:1',
  EDGE_BUCKET: 'b',
  EDGE_LINK_KEY: 'x'.repeat(32),
  WORK_QUEUE_URL: 'http://localhost:1/queue',
  BATCH_QUEUE_URL: 'http://localhost:1/batches',
  AWS_REGION: 'eu-central-1',
  LOG_LEVEL: 'silent',
  NODE_NO_WARNINGS: '1',
}
const times: Record<'bundle' | 'plain', number[]> = { bundle: [], plain: [] }
const files = { bundle, plain: join(dir, 'plain', relative(root, entry).replace(/\.ts$/, '.js')) }
for (let i = 0; i < RUNS; i++) {
  for (const name of ['bundle', 'plain'] as const) {
    const code = `const began = performance.now(); await import(${JSON.stringify(files[name])}); console.log(performance.now() - began); process.exit()`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
      env: environment,
    })
    times[name].push(Number(stdout))
  }
}
const [bundled, plain] = [median(times.bundle), median(times.plain)]
console.log(
  `bundle: ${(bytes / 1e6).toFixed(2)} MB (under 2), native modules: ${native.join(', ') || 'none'}`,
)
console.log(
  `module init: ${bundled.toFixed(0)} ms bundled, ${plain.toFixed(0)} ms unbundled, ${(plain / bundled).toFixed(1)} times faster (at least 3)`,
)
await rm(dir, { recursive: true })

/** Sources import each other as .ts; what esbuild wrote is .js. */
async function rewriteImports() {
  const { readFile } = await import('node:fs/promises')
  for (const name of sources) {
    const file = join(dir, 'plain', name.replace(/\.(m?)ts$/, '.$1js'))
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(/(from\s*|import\s*\(?\s*)"(\.[^"]*)\.ts"/g, '$1"$2.js"'))
  }
}
