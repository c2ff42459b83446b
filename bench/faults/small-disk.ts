import { execFile } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createFaultyProxy } from './faulty-proxy.ts'
import { openMachine, type System, type SystemDeps } from './system.ts'

const run = promisify(execFile)
const MEGABYTES = 48
const BALLAST = 'ballast'

/** Everything on one machine whose disk is small: a file system of its own in memory. Needs root. */
export async function openWithSmallDisk(deps: SystemDeps): Promise<System> {
  const disk = await mkdtemp(join(tmpdir(), 'dentgraph-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', disk])
  const system = await openMachine(deps, {
    model: await createFaultyProxy(deps.modelUrl),
    dir: disk,
    async ended() {
      // Lazily: SQLite lets go of its files when the garbage collector comes.
      await run('umount', ['-l', disk])
      await rm(disk, { recursive: true, force: true })
    },
  })
  return { ...system, disk }
}

/** Takes what is free, but for some bytes. */
export async function fillDisk(disk: string, leave: number): Promise<void> {
  const file = await open(join(disk, BALLAST), 'w')
  const block = Buffer.alloc(65_536)
  let bytes = 0
  try {
    for (;;) {
      const { bytesWritten } = await file.write(block)
      bytes += bytesWritten
      if (bytesWritten < block.length) break
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    await file.truncate(Math.max(0, bytes - leave))
    await file.close()
  }
}

export const freeDisk = (disk: string): Promise<void> => rm(join(disk, BALLAST), { force: true })
