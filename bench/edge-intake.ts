/**
 * Eight uploads of a 12-megapixel JPEG at once against one at a time, over HTTP through the whole edge; then that photo
 * in, normalised and enhanced JPEG out, against OpenCV on one thread:
 * `npx tsx bench/edge-intake.ts [PHOTO]`, with DENTGRAPH_PYTHON naming a Python that has cv2.
 *
 * Each part runs in a process that has the options and the environment which `npm start` gives its server.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryEnvironment, nodeOptions } from '../api/node-options.mjs'
import { encodeJpeg } from '../edge/picture/encode.ts'
import { drawScene } from './drawn-scene.ts'

const folder = await mkdtemp(join(tmpdir(), 'bench-edge-'))
const file = process.argv[2] ?? join(folder, 'photo.jpg')
if (!process.argv[2]) await writeFile(file, await encodeJpeg(drawScene(4000, 3000)))
for (const part of ['uploads.ts', 'against-opencv.ts']) {
  const script = join(import.meta.dirname, 'intake', part)
  const { status } = spawnSync(process.execPath, [...nodeOptions, '--import', 'tsx', script, file], {
    env: { ...memoryEnvironment, ...process.env },
    stdio: 'inherit',
  })
  process.exitCode ||= status ?? 1
}
await rm(folder, { recursive: true })
