/**
 * Memory of the model server over many requests: 500 photos of many sizes and formats, one after the other, to the
 * server as an operator starts it. Linux only (/proc).
 *
 *     npx tsx bench/server-memory.ts [requests] [model folder]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import sharp from 'sharp'
import { drawScene } from './drawn-scene.ts'

const STEP = 50
const AIM_MB = 1500

const requests = Number(process.argv[2] ?? 500)
const root = join(import.meta.dirname, '..')
const modelDir = process.argv[3] ?? join(root, 'inference/model')

const photos = await drawPhotos()
const server = spawn(process.execPath, ['--import', 'tsx', 'inference/server/main.ts'], {
  cwd: root,
  env: { ...process.env, PORT: '0', MODEL_DIR: modelDir, LOG_LEVEL: 'info' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const port = await started()

console.log(`idle: ${await megabytes('VmRSS')} MB`)
const levels: number[] = []
for (let sent = 1; sent <= requests; sent++) {
  const photo = photos[sent % photos.length] as Uint8Array<ArrayBuffer>
  const response = await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body: photo })
  if (!response.ok) throw new Error(`Expected 200 for request ${sent} but received ${response.status}`)
  await response.arrayBuffer()
  if (sent % STEP === 0) {
    levels.push(await megabytes('VmRSS'))
    console.log(`after ${sent} requests: ${levels.at(-1)} MB`)
  }
}
const settled = levels[1] ?? Number.NaN
const last = levels.at(-1) ?? Number.NaN
console.log(`peak: ${await megabytes('VmHWM')} MB (aim: under ${AIM_MB} MB)`)
console.log(
  `growth from request ${2 * STEP} to ${requests}: ${last - settled} MB (${(100 * (last / settled - 1)).toFixed(1)} %)`,
)
server.kill('SIGTERM')
await once(server, 'exit')

/** Twelve sizes from a thumbnail to 12 megapixels, upright and lying, in three formats. */
async function drawPhotos(): Promise<Uint8Array<ArrayBuffer>[]> {
  const { data, width, height } = drawScene(1200, 900)
  const scene = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  const sides = [320, 640, 800, 1024, 1280, 1333, 1600, 1920, 2048, 2500, 3000, 4000]
  return Promise.all(
    sides.map(async (side, i) => {
      const short = Math.round((side * (0.55 + 0.4 * ((i * 5) % 12))) / 5 + side / 2)
      const [w, h] = i % 2 ? [side, short] : [short, side]
      const format = (['jpeg', 'webp', 'png'] as const)[i % 3] ?? 'jpeg'
      return new Uint8Array(await sharp(scene).resize(w, h, { fit: 'fill' }).toFormat(format).toBuffer())
    }),
  )
}

/** The server's port, once its models have run. */
async function started(): Promise<number> {
  let listening = 0
  for await (const text of createInterface({ input: server.stdout })) {
    const line = JSON.parse(text)
    if (line.msg === 'listening') listening = line.port
    if (line.msg === 'ready') return listening
  }
  throw new Error('Expected a running server but received its end; see above')
}

async function megabytes(field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
  return Math.round(Number(status.match(new RegExp(`${field}:\\s+(\\d+)`))?.[1]) / 1024)
}
