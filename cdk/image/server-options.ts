import { join } from 'node:path'
import type { BuildOptions } from 'esbuild'

export const root: string = join(import.meta.dirname, '../..')

/** Modules of CommonJS ask for `require`, which modules of ECMAScript do not have. */
export const requireBanner = {
  js: "import { createRequire as dgRequire } from 'node:module'; const require = dgRequire(import.meta.url);",
}

/** How a server and its threads are bundled, for Node: files that share what they have in common. */
export const serverOptions = {
  absWorkingDir: root,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  keepNames: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: requireBanner,
  legalComments: 'none',
  logLevel: 'error',
} as const satisfies BuildOptions

/** Threads of the model server, by the names under which it starts them. */
export const threadEntries = {
  'session-worker': 'inference/runtime/session-worker.mjs',
  'heic-worker': 'edge/picture/heic-worker.mjs',
} as const
