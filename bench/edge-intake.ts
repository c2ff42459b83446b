/**
 * A 12-megapixel JPEG in, normalised and enhanced JPEG out, against OpenCV on one thread; then eight
 * uploads at once against one at a time, through the whole edge:
 * `MALLOC_ARENA_MAX=2 npx tsx bench/edge-intake.ts [PHOTO]`, as `npm start` has it, with DENTGRAPH_PYTHON naming a
 * Python that has cv2.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { createEdge } from '../edge/app.ts'
import { createFolderBlobs } from '../edge/blobs/folder-blobs.ts'
import { cropPhoto } from '../edge/crop-photo.ts'
import { createDrawings } from '../edge/drawings.ts'
import { createLinks } from '../edge/links.ts'
import { createPhotos } from '../edge/photos.ts'
import { encodeJpeg } from '../edge/picture/encode.ts'
import { enhance } from '../edge/picture/enhance.ts'
import { readPhoto } from '../edge/picture/read-photo.ts'
import { preparePhoto } from '../edge/prepare-photo.ts'
import { createPreparerPool } from '../edge/preparer-pool.ts'
import { shrinkPicture } from '../edge/shrink-picture.ts'
import { drawScene } from './drawn-scene.ts'
import { median } from './statistics.ts'

const ROUNDS = 9
const UPLOAD_ROUNDS = 3
const UPLOADS = 16
const AT_ONCE = 8
const preprocessing = { id: 'bench', workingSide: 1280, clahe: { clipLimit: 3, tilesX: 6, tilesY: 6 } }

if (process.argv[2] === '--draw') {
  await writeFile(process.argv[3]!, await encodeJpeg(drawScene(4000, 3000)))
  process.exit(0)
}
const folder = await mkdtemp(join(tmpdir(), 'bench-edge-'))
let file = process.argv[2]
if (!file) {
  file = join(folder, 'photo.jpg')
  // In a process of its own, so that its memory is not counted here.
  execFileSync(process.execPath, [...process.execArgv, import.meta.filename, '--draw', file])
}
const photo = await readFile(file)
await uploads()
await againstOpencv()
await rm(folder, { recursive: true })

async function uploads() {
  const pool = createPreparerPool()
  const blobs = createFolderBlobs(join(folder, 'blobs'))
  const photos = createPhotos({
    blobs,
    prepare: pool.prepare,
    preprocessing,
  })
  const drawings = createDrawings({ blobs, crop: cropPhoto, shrink: shrinkPicture })
  const logger = pino({ level: 'silent' })
  const links = createLinks({ key: Buffer.alloc(32) })
  const edge = createEdge({ photos, drawings, links, logger, limits: { burst: 1000 } })
  let sent = 0
  const upload = async () => {
    const response = await edge.request('/photos', { method: 'POST', body: variant(sent++) })
    if (response.status !== 201) throw new Error(`Expected 201 but received ${await response.text()}`)
  }
  // Starts the thread and warms it up.
  await Promise.all(Array.from({ length: 4 }, upload))

  const blocked: number[] = []
  const one: Spent[] = []
  const many: Spent[] = []
  for (let round = 0; round < UPLOAD_ROUNDS; round++) {
    one.push(
      await spent(async () => {
        for (let i = 0; i < UPLOADS; i++) await upload()
      }),
    )
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    many.push(
      await spent(async () => {
        let left = UPLOADS
        const client = async () => {
          while (left-- > 0) await upload()
        }
        await Promise.all(Array.from({ length: AT_ONCE }, client))
      }),
    )
    delay.disable()
    blocked.push(delay.max / 1e6)
  }
  const [oneMs, manyMs] = [one, many].map((rounds) => median(rounds.map(({ ms }) => ms))) as [number, number]
  const [oneCpu, manyCpu] = [one, many].map((rounds) => median(rounds.map(({ cpuMs }) => cpuMs))) as [
    number,
    number,
  ]
  const rate = (ms: number) => ((UPLOADS * 1000) / ms).toFixed(1)
  console.log(`${(photo.length / 1e6).toFixed(1)} MB JPEG through POST /photos, Node ${process.version}`)
  console.log(
    `one at a time ${rate(oneMs)} photos/s, ${AT_ONCE} at once ${rate(manyMs)} photos/s, ratio ${(oneMs / manyMs).toFixed(2)}`,
  )
  console.log(
    `processor time a photo: ${(oneCpu / UPLOADS).toFixed(0)} ms of ${(oneMs / UPLOADS).toFixed(0)} ms one at a time, ` +
      `${(manyCpu / UPLOADS).toFixed(0)} ms ${AT_ONCE} at once, which keeps ${(manyCpu / manyMs).toFixed(2)} cores busy`,
  )
  console.log(`event loop blocked for at most ${Math.max(...blocked).toFixed(0)} ms`)
  console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
  await pool.close()
}

/** Wall and processor time, of all threads, in milliseconds. */
interface Spent {
  ms: number
  cpuMs: number
}

async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage()
  const start = performance.now()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 }
}

/** The same picture with another comment: a photo that is not known yet. */
function variant(number: number): Uint8Array<ArrayBuffer> {
  const comment = Buffer.from([0xff, 0xfe, 0, 6, 0, 0, 0, 0])
  comment.writeUInt32BE(number, 4)
  return new Uint8Array(Buffer.concat([photo.subarray(0, 2), comment, photo.subarray(2)]))
}

/** OpenCV in a process of its own, on one thread. */
interface Opencv {
  version: string
  /** Takes the photo in once. */
  run(way: string): Promise<Spent>
  stop(): void
}

async function startOpencv(): Promise<Opencv> {
  const python = process.env.DENTGRAPH_PYTHON ?? 'python3'
  const script = join(import.meta.dirname, 'opencv-intake.py')
  const child = spawn(python, [script, file!, String(preprocessing.workingSide)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const version = (await lines.next()).value
  if (!version) {
    console.error(
      `Expected a Python with cv2 as DENTGRAPH_PYTHON but received ${python}: pip install opencv-python-headless`,
    )
    process.exit(2)
  }
  return {
    version: JSON.parse(version),
    async run(way) {
      child.stdin.write(`${way}\n`)
      return JSON.parse((await lines.next()).value as string)
    },
    stop: () => child.stdin.end(),
  }
}

/**
 * What two cores are worth on this machine: two processes that share nothing, at once, against one of them.
 *
 * @returns photos of both in the time of one
 */
async function ceiling([one, other]: readonly [Opencv, Opencv]): Promise<number> {
  const alone: number[] = []
  const together: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    alone.push((await one.run('area')).ms)
    const both = await spent(() => Promise.all([one.run('area'), other.run('area')]))
    together.push(both.ms / 2)
  }
  return median(alone) / median(together)
}

async function againstOpencv() {
  const [peer, second] = await Promise.all([startOpencv(), startOpencv()])
  const ours = {
    'the same steps': async () => {
      const { picture } = await readPhoto(photo, { maxSide: preprocessing.workingSide })
      await Promise.all([encodeJpeg(picture), encodeJpeg(enhance(picture))])
    },
    'all of it (judged, hashed, original cleaned)': () => preparePhoto(photo, preprocessing),
  }
  const peers = ['area', 'linear', 'reduced'] as const
  const times: Record<string, Spent[]> = {}
  for (let round = 0; round <= ROUNDS; round++) {
    const add = (name: string, took: Spent) => {
      // The first round warms up.
      if (round > 0) times[name] = [...(times[name] ?? []), took]
    }
    for (const [name, run] of Object.entries(ours)) add(name, await spent(run))
    for (const name of peers) add(name, await peer.run(name))
  }
  const most = await ceiling([peer, second])
  peer.stop()
  second.stop()
  const of = (name: string): Spent => ({
    ms: median(times[name]!.map(({ ms }) => ms)),
    cpuMs: median(times[name]!.map(({ cpuMs }) => cpuMs)),
  })
  const show = ({ ms, cpuMs }: Spent) =>
    `${ms.toFixed(0)} ms a photo, ${cpuMs.toFixed(0)} ms of processor time`
  console.log(`OpenCV ${peer.version} on one thread: ${show(of('area'))}`)
  console.log(`  shrinking by INTER_LINEAR, which skips pixels: ${show(of('linear'))}`)
  console.log(`  decoding at half the size (IMREAD_REDUCED_COLOR_2): ${show(of('reduced'))}`)
  console.log(`  two processes of it at once: ${most.toFixed(2)} times the photos of one`)
  for (const name of Object.keys(ours)) {
    const times = peers.map((peer) => {
      const [a, b] = [of(peer), of(name)]
      return `${(a.ms / b.ms).toFixed(2)} (${(a.cpuMs / b.cpuMs).toFixed(2)})`
    })
    console.log(
      `dentgraph, ${name}: ${show(of(name))}; ` +
        `${times[0]} times as fast (by processor time); ${times[1]} and ${times[2]} against the others`,
    )
  }
}
