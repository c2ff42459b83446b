import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Picture } from '../edge/picture/picture.ts'

export type Recipe = 'clahe' | 'enhance'

export interface OpencvPeer {
  version: string
  /** Milliseconds of each of `runs` runs. */
  times(recipe: Recipe, runs: number): Promise<number[]>
  result(recipe: Recipe): Promise<Buffer>
  stop(): void
}

/** Starts a Python process that runs OpenCV on the picture; stops the bench with a hint where cv2 is missing. */
export async function startOpencv({ data, width, height }: Picture): Promise<OpencvPeer> {
  const python = process.env.DENTGRAPH_PYTHON ?? 'python3'
  const folder = await mkdtemp(join(tmpdir(), 'bench-clahe-'))
  const input = join(folder, 'picture.rgb')
  await writeFile(input, data)
  const script = join(import.meta.dirname, 'opencv-peer.py')
  const child = spawn(python, [script, input, String(width), String(height)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`it ended with exit code ${code}`)))
  })
  exited.catch(() => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async () => JSON.parse((await Promise.race([lines.next(), exited])).value as string)
  const ask = (line: string) => {
    child.stdin.write(`${line}\n`)
    return answer()
  }
  const version = await Promise.race([answer(), exited]).catch((error: Error) => {
    console.error(`Expected a Python with cv2 as DENTGRAPH_PYTHON but ${python} failed: ${error.message}`)
    console.error('Install it with: pip install opencv-python-headless')
    process.exit(2)
  })
  return {
    version,
    times: (recipe, runs) => ask(`times ${recipe} ${runs}`),
    async result(recipe) {
      const output = join(folder, `${recipe}.raw`)
      await ask(`result ${recipe} ${output}`)
      return readFile(output)
    },
    stop() {
      child.stdin.end()
      rm(folder, { recursive: true })
    },
  }
}
