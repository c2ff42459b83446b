import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { makeFolder } from '../../../edge/make-folder.ts'
import { OutputFailed, reasonOf } from './errors.ts'
import { temporaryName } from './folder-output.ts'

export interface ZipOutput {
  /** @param compress pictures are compressed already. @throws OutputFailed */
  add(name: string, content: Buffer, compress: boolean): Promise<void>
  /** Completes the zip and puts it in its place; without a file there is no zip. @throws OutputFailed */
  close(): Promise<void>
}

/** A zip that grows on disk as files are added, and takes its name when it is complete. @throws OutputFailed */
export async function createZipOutput(path: string): Promise<ZipOutput> {
  const unfinished = temporaryName(path)
  const zip = new ZipFile()
  const file = await orFailed(path, async () => {
    await makeFolder(dirname(path))
    const stream = createWriteStream(unfinished)
    await once(stream, 'open')
    return stream
  })
  let failure: unknown
  let empty = true
  const written = pipeline(zip.outputStream, file).catch((error) => {
    failure = error
  })

  return {
    add: (name, content, compress) =>
      orFailed(path, async () => {
        if (failure) throw failure
        empty = false
        await Promise.race([addStream(zip, name, content, compress), written])
        if (failure) throw failure
      }),
    close: () =>
      orFailed(path, async () => {
        zip.end()
        await written
        if (failure || empty) await rm(unfinished, { force: true })
        if (failure) throw failure
        if (!empty) await rename(unfinished, path)
      }),
  }
}

/**
 * Resolves when the content was taken, at the pace of the disk. yazl holds what it was given until the
 * zip is closed: neither a buffer, then, nor a function that still knows one.
 */
function addStream(zip: ZipFile, name: string, content: Buffer, compress: boolean): Promise<void> {
  const options = { compress, size: content.length }
  let pending: Buffer | null = content
  return new Promise((resolve) => {
    zip.addReadStreamLazy(name, options, (give) => {
      const stream = Readable.from([pending])
      pending = null
      stream.on('end', resolve)
      give(null, stream)
    })
  })
}

async function orFailed<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new OutputFailed(path, reasonOf(error))
  }
}
