/** Builds the desk before `npm start` where it is missing or older than its sources. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const web = join(root, 'web')
const built = await changedAt(join(web, 'dist', 'index.html'))
const sources = Math.max(
  await newest(web),
  await changedAt(join(root, 'package-lock.json')),
  await changedAt(join(root, 'schema', 'graphql-env.d.ts')),
)
if (built < sources) {
  // An install without development tools brings a built desk along, or goes without.
  const vite = await import('vite').catch(() => null)
  if (vite) {
    console.error('Building the claims desk …')
    // Whatever the server runs as, people get React without its checks: smaller and faster.
    process.env.NODE_ENV = 'production'
    await vite.build({ configFile: join(web, 'vite.config.ts'), mode: 'production', logLevel: 'warn' })
  } else if (built === 0) {
    console.error(
      'Expected a built desk in web/dist but received none; run npm run build:web with all packages installed',
    )
  }
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}

/** When anything below the folder changed last, what it builds aside. */
async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true })
  const times = entries
    .filter(({ name }) => name !== 'dist')
    .map((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? newest(path) : changedAt(path)
    })
  return Math.max(0, ...(await Promise.all(times)))
}
