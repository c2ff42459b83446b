import { constants, type Dirent, type PathLike } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { PhotoError, PhotoTooManyBytes } from '../../../edge/picture/errors.ts'
import { FileNotFound, FileUnreadable } from './errors.ts'

/** Enough to recognise any kind of file by. */
export const HEAD_BYTES = 4096

/** @throws FileNotFound, FileUnreadable */
export const statOf = (path: PathLike, name: string) => orInputError(name, () => stat(path))

/** @throws FileNotFound, FileUnreadable */
export const entriesOf = (path: Buffer, name: string): Promise<Dirent<Buffer>[]> =>
  orInputError(name, () => readdir(path, { withFileTypes: true, encoding: 'buffer' }))

/** The first bytes of a file. @throws FileNotFound, FileUnreadable */
export const readHead = (path: PathLike, name: string): Promise<Uint8Array> =>
  withFile(path, name, async (file) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  })

/** A whole file; one that is too large is not read. @throws FileNotFound, FileUnreadable, PhotoTooManyBytes */
export const readAll = (path: PathLike, name: string, maxBytes: number): Promise<Uint8Array> =>
  withFile(path, name, async (file) => {
    const { size } = await file.stat()
    if (size > maxBytes) throw new PhotoTooManyBytes(size, maxBytes)
    return await file.readFile()
  })

/** Opening never waits, not even for a pipe that took the file's place in the meantime. */
const withFile = <T>(path: PathLike, name: string, work: (file: FileHandle) => Promise<T>): Promise<T> =>
  orInputError(name, async () => {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      return await work(file)
    } finally {
      await file.close()
    }
  })

async function orInputError<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException)?.code
    if (error instanceof PhotoError || typeof code !== 'string') throw error
    throw code === 'ENOENT' || code === 'ENOTDIR' ? new FileNotFound(name) : new FileUnreadable(name, code)
  }
}
