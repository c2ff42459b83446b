import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'

/** One plain file starts many times faster than the sources do. */
export async function bundle(source: string, dir: string): Promise<void> {
  await build({
    entryPoints: [source],
    outfile: join(dir, 'crash-server.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['libsql'],
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(source)})`,
    },
    plugins: [
      {
        name: 'native-from-here',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^libsql$/ }, () => ({
            path: createRequire(source).resolve('libsql'),
            external: true,
          })),
      },
    ],
  })
}

/** Starts what was bundled there, and waits until it answers. */
export async function start(dir: string, more: string[] = []) {
  const child = spawn(process.execPath, [join(dir, 'crash-server.mjs'), dir, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      const told = /ready (\d+)/.exec(String(chunk))?.[1]
      if (told) resolve(told)
    })
    child.once('exit', (code) => reject(new Error(`Expected a server but received its end (${code})`)))
  })
  return { child, url: `http://127.0.0.1:${port}` }
}

export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
