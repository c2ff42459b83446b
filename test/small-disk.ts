import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A disk that can be filled up. */
export interface SmallDisk {
  dir: string
  /** Takes what is free. */
  fill(): void
  free(): void
}

/** A file system of four megabytes, in memory; null where nobody may make one. */
export function openSmallDisk(): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'small-disk-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    return null
  }
  // Lazily: SQLite lets go of its files when the garbage collector comes.
  afterAll(() => void execFileSync('umount', ['-l', dir]))
  const ballast = join(dir, 'ballast')
  return {
    dir,
    fill() {
      const { bavail, bsize } = statfsSync(dir)
      writeFileSync(ballast, Buffer.alloc(bavail * bsize))
    },
    free: () => rmSync(ballast),
  }
}
