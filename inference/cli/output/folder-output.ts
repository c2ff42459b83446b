import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '../../../edge/make-folder.ts'
import { OutputFailed, reasonOf } from './errors.ts'

/** Writes a file whole or not at all, and the folders it lies in. @throws OutputFailed */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const unfinished = temporaryName(path)
  try {
    await makeFolder(dirname(path))
    await writeFile(unfinished, content)
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {})
    throw new OutputFailed(path, reasonOf(error))
  }
}

/** Beside the file, so that renaming stays on one disk; hidden, so that no listing shows it. */
export const temporaryName = (path: string): string =>
  join(dirname(path), `.dentgraph-${process.pid}-${next++}.tmp`)
let next = 0
