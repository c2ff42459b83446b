/**
 * One photo from its bytes to the answer, against eager torchvision with the same weights (from its bytes to whole-photo
 * masks, inference/training/dentgraph_training/bench_eager.py): the same machine, threads and photo, in turn.
 *
 *     npx tsx bench/versus-torch.ts [photo] [model folder]
 *
 * DENTGRAPH_PYTHON names a Python with inference/training/requirements.txt installed (default: .venv/bin/python).
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createAssessor } from '../inference/runtime/assessor.ts'
import { availableCores } from '../inference/runtime/cores.ts'
import { median } from './statistics.ts'

const ROUNDS = 10
const AIM_RATIO = 1.3
const AIM_MS = 1000

const root = join(import.meta.dirname, '..')
const photo = resolve(process.argv[2] ?? join(root, 'examples/dented_and_scratched.jpg'))
const modelDir = resolve(process.argv[3] ?? join(root, 'inference/model'))
const threads = availableCores()

const eager = startEager()
const assessor = await createAssessor({ modelDir, device: 'cpu', threads })
const bytes = new Uint8Array(await readFile(photo))

const times = { ours: [] as number[], theirs: [] as number[] }
for (let round = 0; round <= ROUNDS; round++) {
  const theirs = await eager.assess()
  const start = performance.now()
  const { assessment } = await assessor.assess(bytes)
  const ours = performance.now() - start
  if (round === 0) {
    // The first round warms both up.
    const { width, height, damages, parts } = assessment
    console.log(`${photo}: ${width}x${height}, ${threads} threads, Node ${process.version}`)
    console.log(`dentgraph reports ${damages.length} damages and ${parts.length} parts`)
    console.log(`torchvision finds ${theirs.detections} detections, before any threshold of ours`)
    continue
  }
  times.ours.push(ours)
  times.theirs.push(theirs.ms)
}
eager.stop()
await assessor.close()

const [a, b] = [median(times.ours), median(times.theirs)]
console.log(`dentgraph   median ${a.toFixed(0)} ms (aim: under ${AIM_MS} ms on 2 cores)`)
console.log(`torchvision median ${b.toFixed(0)} ms`)
console.log(`dentgraph is ${(b / a).toFixed(2)} times as fast (aim: at least ${AIM_RATIO})`)

function startEager() {
  const installed = join(root, '.venv/bin/python')
  const named = process.env.DENTGRAPH_PYTHON
  // A path is one from here, not from the folder that it is started in.
  const chosen = named?.includes('/') ? resolve(named) : named
  const python = chosen ?? (existsSync(installed) ? installed : 'python3')
  const peer = ['-m', 'dentgraph_training.bench_eager', '--model', modelDir, '--photo', photo]
  const child = spawn(python, [...peer, '--threads', String(threads)], {
    cwd: join(root, 'inference/training'),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`it ended with exit code ${code}`)))
  })
  ended.catch((error: Error) => {
    if (stopped) return
    console.error(
      `Expected a Python with torchvision as DENTGRAPH_PYTHON but ${python} failed: ${error.message}`,
    )
    process.exit(2)
  })
  let stopped = false
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async assess(): Promise<{ ms: number; detections: number }> {
      child.stdin.write('go\n')
      return JSON.parse((await Promise.race([lines.next(), ended])).value as string)
    },
    stop() {
      stopped = true
      child.stdin.end()
    },
  }
}
