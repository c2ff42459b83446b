import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import { requireBanner } from '../image/server-options.ts'
import { oneGraphql } from './one-graphql.ts'
import { withoutLocales } from './without-locales.ts'

export const root: string = join(import.meta.dirname, '../..')

export interface FunctionSource {
  /** Names the bundle. */
  name: string
  /** Sources from the root: the function's own first, then those of its threads, each a file of its own beside it. */
  entries: readonly [string, ...string[]]
  /** Folder of the model whose `model.json` the function reads. */
  modelDir?: string
  /** Packages that are not bundled: native ones, and those that are never loaded here. */
  external?: readonly string[]
}

/** A function's code, ready but for packages of another machine. */
export interface Bundle {
  name: string
  dir: string
  /** Of everything in the folder. */
  hash: string
  /** Bytes of its JavaScript. */
  bytes: number
  /** Sources that went into it, from the root. */
  inputs: string[]
}

/** Node's version in Lambda, for esbuild; the runtime in constructs/node-function.ts is the same. */
export const NODE_TARGET = 'node24'

/**
 * Bundles a function's sources to one file, and what it loads later into files beside it. The same sources give the
 * same bytes, so that deploying twice changes nothing.
 *
 * @param into folder in which the bundle gets one of its own, named by its hash
 */
export async function bundleFunction(
  { name, entries, modelDir, external = [] }: FunctionSource,
  into: string,
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      entries.map((entry, i) => [i === 0 ? 'index' : basename(entry).replace(/\.m?[jt]s$/, ''), entry]),
    ),
    outdir: 'out',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    // Failures are told apart by the names of their classes.
    keepNames: true,
    splitting: true,
    chunkNames: 'chunk-[hash]',
    platform: 'node',
    target: NODE_TARGET,
    format: 'esm',
    mainFields: ['module', 'main'],
    external: [...external],
    plugins: [withoutLocales, oneGraphql],
    banner: requireBanner,
    legalComments: 'none',
    logLevel: 'error',
  })
  const files = outputFiles
    .map(({ path, contents }) => ({ path: relative(join(root, 'out'), path), contents }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  const hash = createHash('sha256')
  for (const { path, contents } of files) hash.update(path).update(contents)
  const manifest = modelDir === undefined ? null : join(root, modelDir, 'model.json')
  const staging = join(into, `.${name}-${process.pid}`)
  rmSync(staging, { recursive: true, force: true })
  for (const { path, contents } of files) {
    mkdirSync(dirname(join(staging, path)), { recursive: true })
    writeFileSync(join(staging, path), contents)
  }
  if (manifest) {
    mkdirSync(join(staging, 'model'), { recursive: true })
    cpSync(manifest, join(staging, 'model/model.json'))
    hash.update(readFileSync(manifest))
  }
  const digest = hash.digest('hex')
  const dir = join(into, `${name}-${digest.slice(0, 16)}`)
  if (existsSync(dir)) rmSync(staging, { recursive: true })
  else renameSync(staging, dir)
  return {
    name,
    dir,
    hash: digest,
    bytes: files.reduce((sum, { contents }) => sum + contents.length, 0),
    inputs: Object.keys(metafile.inputs),
  }
}
