/** Part of bench/edge-intake.ts: eight uploads at once against one at a time, of a JPEG file over HTTP. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { createEdge } from '../../edge/app.ts'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { cropPhoto } from '../../edge/crop-photo.ts'
import { createDrawings } from '../../edge/drawings.ts'
import { guardSockets } from '../../edge/http/guard-sockets.ts'
import { serveHttp } from '../../edge/http/serve-http.ts'
import { createLinks } from '../../edge/links.ts'
import { createPhotos } from '../../edge/photos.ts'
import { createPreparerPool } from '../../edge/preparer-pool.ts'
import { shrinkPicture } from '../../edge/shrink-picture.ts'
import { median } from '../statistics.ts'
import { preprocessing } from './settings.ts'
import { medianSpent, type Spent, spent } from './spent.ts'
import { type Kept, watchLoop } from './watch-loop.ts'

/** Pairs of one at a time and many at once, which are compared with each other: the speed of shared machines drifts. */
const ROUNDS = 9
const ALONE = 16
/** The last ones leave a core idle, which has to count as little as it does where photos keep coming. */
const TOGETHER = 64
const AT_ONCE = 8

const [file = ''] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'bench-edge-'))
const pool = createPreparerPool()
const { server, port } = await startServer()
const client = startClient()
// Starts the thread and warms it up.
await client.upload(2 * AT_ONCE, AT_ONCE)

const kept: Kept[] = []
const one: Spent[] = []
const many: Spent[] = []
for (let round = 0; round < ROUNDS; round++) {
  one.push(await spentEach(ALONE, 1))
  const watched = watchLoop()
  many.push(await spentEach(TOGETHER, AT_ONCE))
  kept.push(watched())
}
const [alone, together] = [medianSpent(one), medianSpent(many)]
const rate = ({ ms }: Spent) => (1000 / ms).toFixed(1)
const ratios = one.map(({ ms }, round) => ms / (many[round] as Spent).ms)
const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2))
const { size } = await stat(file)
console.log(`${(size / 1e6).toFixed(1)} MB JPEG through POST /photos, Node ${process.version}`)
console.log(
  `one at a time ${rate(alone)} photos/s, ${AT_ONCE} at once ${rate(together)} photos/s; ` +
    `ratio ${median(ratios).toFixed(2)}, median of ${ROUNDS} pairs of ${least} to ${most}`,
)
console.log(
  `processor time a photo: ${alone.cpuMs.toFixed(0)} ms of ${alone.ms.toFixed(0)} ms one at a time, ` +
    `${together.cpuMs.toFixed(0)} ms ${AT_ONCE} at once, ` +
    `which keeps ${(together.cpuMs / together.ms).toFixed(2)} cores busy`,
)
const each = (of: (one: Kept) => number) => kept.map((one) => of(one).toFixed(0)).join(', ')
console.log(
  `event loop blocked for at most ${each(({ blockedMs }) => blockedMs)} ms in ${ROUNDS} rounds, ` +
    `by its own work for at most ${each(({ ranMs }) => ranMs)} ms`,
)
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
client.stop()
server.close()
await pool.close()
await rm(folder, { recursive: true })

/** What each of some uploads takes. */
async function spentEach(count: number, atOnce: number): Promise<Spent> {
  const { ms, cpuMs } = await spent(() => client.upload(count, atOnce))
  return { ms: ms / count, cpuMs: cpuMs / count }
}

async function startServer() {
  const blobs = createFolderBlobs(join(folder, 'blobs'))
  const edge = createEdge({
    photos: createPhotos({ blobs, prepare: pool.prepare, preprocessing }),
    drawings: createDrawings({ blobs, crop: cropPhoto, shrink: shrinkPicture }),
    links: createLinks({ key: Buffer.alloc(32) }),
    logger: pino({ level: 'silent' }),
    limits: { burst: 1000 },
  })
  return new Promise<{ server: ReturnType<typeof serveHttp>; port: number }>((resolve) => {
    const server = serveHttp({ fetch: edge.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ server, port }),
    )
    guardSockets(server, { bodySeconds: 30 })
  })
}

/** In a process of its own: what it takes to send a photo is no work of the server's. */
function startClient() {
  const script = join(import.meta.dirname, 'client.ts')
  const options = ['--import', 'tsx', script, file, String(port), String(AT_ONCE)]
  const child = spawn(process.execPath, options, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let sent = 0
  return {
    async upload(count: number, atOnce: number) {
      child.stdin.write(`${sent} ${count} ${atOnce}\n`)
      sent += count
      if ((await lines.next()).done)
        throw new Error('Expected stored photos but received the end of the client')
    },
    stop: () => child.stdin.end(),
  }
}
