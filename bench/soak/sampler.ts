import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ProcessFigures, processesOf } from '../campaign/processes.ts'
import type { RunningSystem } from '../campaign/running-system.ts'

export interface Sample {
  /** Seconds since the first sample. */
  at: number
  processes: (ProcessFigures & { heapUsed?: number; external?: number; resources?: number })[]
  /** Bytes and number of what is kept. */
  disk: { bytes: number; files: number }
}

/** Measures every process of the system, and what it keeps, now. @param reports folder that processes write their heap to */
export async function takeSample(
  { pid, dataDir }: RunningSystem,
  reports: string,
  began: number,
): Promise<Sample> {
  const at = Math.round((performance.now() - began) / 1000)
  const [processes, disk] = await Promise.all([processesOf(pid), sizeOf(dataDir)])
  const withHeap = processes.map(async (one) => {
    const report = await readFile(join(reports, `${one.pid}.json`), 'utf8').catch(() => '{}')
    return { ...one, ...JSON.parse(report) }
  })
  return { at, processes: await Promise.all(withHeap), disk }
}

async function sizeOf(folder: string): Promise<Sample['disk']> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  // What is removed meanwhile counts no more.
  const sizes = await Promise.all(
    files.map((file) =>
      stat(join(file.parentPath, file.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: files.length }
}
