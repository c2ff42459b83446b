import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Blobs, checkKey, type LargeBlobs } from './blobs.ts'

/** Written files carry this until they are whole. No key ends in it. */
const PARTIAL = '.partial'

/**
 * Keeps files in a folder of this machine. A file is written aside, flushed to the disk and renamed
 * into place, and the folder flushed after it: whoever reads sees the old file or the new one, and
 * what `put` has answered survives a power cut.
 */
export function createFolderBlobs(root: string): Blobs & LargeBlobs {
  const pathOf = (key: string) => join(root, ...checkKey(key).split('/'))

  return {
    async put(key, bytes) {
      const path = pathOf(key)
      const partial = `${path}.${randomUUID()}${PARTIAL}`
      await mkdirFlushed(dirname(path))
      try {
        await withFile(partial, 'wx', async (file) => {
          await file.writeFile(bytes)
          await file.sync()
        })
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
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
      await mkdirFlushed(dirname(path))
      try {
        await pipeline(Readable.from(body, { objectMode: false }), createWriteStream(path, { flush: true }))
      } catch (error) {
        await rm(path, { force: true })
        throw error
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
          .filter((key) => key.startsWith(prefix) && !key.endsWith(PARTIAL))
          .map(async (key) => ((await stat(pathOf(key)).catch(nullIfMissing))?.isFile() ? key : null)),
      )
      return files.filter((key) => key !== null)
    },
  }
}

/** The first folder made is flushed into its parent, so that a whole new branch survives. */
async function mkdirFlushed(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
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

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}
