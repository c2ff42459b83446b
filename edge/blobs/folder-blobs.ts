import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StorageFull } from '../http/errors.ts'
import { makeFolder } from '../make-folder.ts'
import { type Blobs, checkKey, type LargeBlobs } from './blobs.ts'

/** Files are here until they are whole, so that what a death leaves of them can be found. No key begins with a dot. */
const UNFINISHED = '.unfinished'

/**
 * Keeps files in a folder of this machine. A file is written aside, flushed to the disk and renamed
 * into place, and the folder flushed after it: whoever reads sees the old file or the new one, and
 * what `put` has answered survives a power cut. A full disk is a StorageFull.
 */
export function createFolderBlobs(root: string): Blobs & LargeBlobs {
  const pathOf = (key: string) => join(root, ...checkKey(key).split('/'))
  const unfinished = join(root, UNFINISHED)
  /** Names of those that this process is writing. */
  const writing = new Set<string>()

  return {
    async put(key, bytes) {
      const path = pathOf(key)
      const name = randomUUID()
      const partial = join(unfinished, name)
      writing.add(name)
      try {
        await mkdirFlushed(dirname(path))
        await makeFolder(unfinished)
        await withFile(partial, 'wx', async (file) => {
          await file.writeFile(bytes)
          await file.sync()
        })
        await rename(partial, path)
      } catch (error) {
        // What cannot be removed now is swept later; the caller is told why there is no file.
        await rm(partial, { force: true }).catch(() => {})
        throw told(error)
      } finally {
        writing.delete(name)
      }
      await flushFolder(dirname(path))
    },
    get: (key) => readFile(pathOf(key)).catch(nullIfMissing),
    async head(key) {
      const found = await stat(pathOf(key)).catch(nullIfMissing)
      return found?.isFile() ? { bytes: found.size, modifiedAt: found.mtime } : null
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    async putStream(key, body) {
      const path = pathOf(key)
      try {
        await mkdirFlushed(dirname(path))
        await pipeline(Readable.from(body, { objectMode: false }), createWriteStream(path, { flush: true }))
      } catch (error) {
        await rm(path, { force: true }).catch(() => {})
        throw told(error)
      }
      await flushFolder(dirname(path))
    },
    readStream(key, { start, end }) {
      // Node's ranges include their end, and know no empty ones.
      return end > start ? createReadStream(pathOf(key), { start, end: end - 1 }) : Readable.from([])
    },
    async list(prefix) {
      const folder = prefix.split('/').slice(0, -1)
      const names = (await readdir(join(root, ...folder), { recursive: true }).catch(nullIfMissing)) ?? []
      const keys = names.map((name) => [...folder, ...name.split(sep)].join('/'))
      const files = await Promise.all(
        keys
          .filter((key) => key.startsWith(prefix) && !key.startsWith(UNFINISHED))
          .map(async (key) => ((await stat(pathOf(key)).catch(nullIfMissing))?.isFile() ? key : null)),
      )
      return files.filter((key) => key !== null)
    },
    async folders(prefix) {
      const path = join(root, ...prefix.split('/').slice(0, -1))
      const found = (await readdir(path, { withFileTypes: true }).catch(nullIfMissing)) ?? []
      return found.filter((one) => one.isDirectory()).map(({ name }) => name)
    },
    async sweepUnfinished(olderThanSeconds) {
      const before = Date.now() - olderThanSeconds * 1000
      let removed = 0
      for (const name of (await readdir(unfinished).catch(nullIfMissing)) ?? []) {
        if (writing.has(name)) continue
        const found = await stat(join(unfinished, name)).catch(nullIfMissing)
        // A clock that was set back is no reason to keep anything, where nobody else writes.
        if (!found || (olderThanSeconds > 0 && found.mtimeMs > before)) continue
        await rm(join(unfinished, name), { force: true })
        removed++
      }
      return removed
    },
  }
}

/** The first folder made is flushed into its parent, so that a whole new branch survives. */
async function mkdirFlushed(folder: string): Promise<void> {
  const first = await makeFolder(folder)
  if (first) await flushFolder(dirname(first))
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its rename is journalled.
  if (process.platform === 'win32') return
  await withFile(folder, 'r', (handle) => handle.sync())
}

async function withFile(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags)
  try {
    await work(file)
  } finally {
    await file.close()
  }
}

const told = (error: unknown): unknown =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
    ? new StorageFull({ cause: error })
    : error

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}
