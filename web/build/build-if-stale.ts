/** Builds the desk before `npm start` where it is missing or older than its sources. */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const web = join(root, 'web')
const dist = join(web, 'dist')
/** Where builds are made and the lock is; ignored by git. */
const workshop = join(web, 'out')
const lock = join(workshop, 'lock')
/** A lock as old as that was left behind by a process that is gone. */
const LOCK_MS = 120_000

if (await isStale()) {
  // Several servers may start at once: one builds, the others wait for it.
  await mkdir(workshop, { recursive: true })
  while (!(await taken())) await sleep(200)
  try {
    if (await isStale()) await build()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function isStale(): Promise<boolean> {
  const sources = await Promise.all([
    newest(web),
    changedAt(join(root, 'package-lock.json')),
    changedAt(join(root, 'schema', 'graphql-env.d.ts')),
    changedAt(join(root, 'docs', 'model-card.md')),
  ])
  return (await changedAt(join(dist, 'index.html'))) < Math.max(...sources)
}

async function taken(): Promise<boolean> {
  if (Date.now() - (await changedAt(lock)) > LOCK_MS) await rm(lock, { recursive: true, force: true })
  return mkdir(lock).then(
    () => true,
    () => false,
  )
}

async function build(): Promise<void> {
  // An install without development tools brings a built desk along, or goes without.
  const vite = await import('vite').catch(() => null)
  if (!vite) {
    if ((await changedAt(join(dist, 'index.html'))) > 0) return
    return console.error(
      'Expected a built desk in web/dist but received none; run npm run build:web with all packages installed',
    )
  }
  console.error('Building the claims desk …')
  // Whatever the server runs as, people get React without its checks: smaller and faster.
  process.env.NODE_ENV = 'production'
  const made = join(workshop, `desk-${process.pid}`)
  await vite.build({
    configFile: join(web, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    build: { outDir: made },
  })
  // In one step: a server that runs meanwhile never finds half of it.
  const former = `${made}-former`
  await rename(dist, former).catch(() => undefined)
  await rename(made, dist)
  await rm(former, { recursive: true, force: true })
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
    .filter(({ name }) => name !== 'dist' && name !== 'out')
    .map((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? newest(path) : changedAt(path)
    })
  return Math.max(0, ...(await Promise.all(times)))
}
