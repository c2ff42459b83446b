import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Spent } from './spent.ts'

/** OpenCV in a process of its own, on one thread. */
export interface Opencv {
  version: string
  /** Takes the photo in once. */
  run(way: string): Promise<Spent>
  stop(): void
}

/** Starts one, for a JPEG file; stops the bench with a hint where cv2 is missing. */
export async function startOpencv(file: string, workingSide: number): Promise<Opencv> {
  const python = process.env.DENTGRAPH_PYTHON ?? 'python3'
  const script = join(import.meta.dirname, '../opencv-intake.py')
  const child = spawn(python, [script, file, String(workingSide)], { stdio: ['pipe', 'pipe', 'inherit'] })
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
