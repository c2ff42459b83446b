import type { Readable } from 'node:stream'
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import type { Zips } from '../../../edge/batches/zips.ts'
import { ArchiveDamaged } from '../../../inference/cli/inputs/errors.ts'
import { reasonOf } from '../../../inference/cli/inputs/zip-entry.ts'

/**
 * Reads a stored zip piece by piece. The directory is read in many small steps, which a window on the file answers;
 * entries themselves are streamed.
 */
class StoredZipReader extends RandomAccessReader {
  #window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }

  constructor(
    readonly zips: Pick<Zips, 'read'>,
    readonly id: string,
    readonly size: number,
    readonly windowBytes: number,
  ) {
    super()
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return this.zips.read(this.id, start, end)
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.#copy(buffer, offset, length, position).then(
      () => done(null),
      (error) => done(error as Error),
    )
  }

  async #copy(buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
    const { start, bytes } = this.#window
    if (position < start || position + length > start + bytes.length) {
      const end = Math.min(this.size, position + Math.max(length, this.windowBytes))
      const chunks: Buffer[] = []
      for await (const chunk of this.zips.read(this.id, position, end)) chunks.push(chunk as Buffer)
      this.#window = { start: position, bytes: Buffer.concat(chunks) }
    }
    const from = position - this.#window.start
    const copied = this.#window.bytes.copy(buffer, offset, from, from + length)
    if (copied < length) throw new Error('the file ends early')
  }
}

/**
 * Opens a stored zip for as long as `work` runs.
 *
 * @param windowBytes read at once of what is read in small steps
 * @throws ArchiveDamaged, and what `work` throws
 */
export async function withStoredZip<T>(
  zips: Zips,
  id: string,
  windowBytes: number,
  work: (zip: ZipFile) => Promise<T>,
): Promise<T> {
  const size = await zips.size(id)
  if (size === null) throw new ZipGone()
  let zip: ZipFile
  try {
    zip = await fromRandomAccessReaderPromise(new StoredZipReader(zips, id, size, windowBytes), size, {
      autoClose: false,
      lazyEntries: true,
      decodeStrings: false,
    })
  } catch (error) {
    // A disk or a store that fails says nothing of the zip.
    if ((error as NodeJS.ErrnoException).code || '$metadata' in (error as object)) throw error
    throw new ArchiveDamaged('the zip', reasonOf(error))
  }
  try {
    return await work(zip)
  } finally {
    zip.close()
  }
}

/** The zip was removed: it is kept for a while only. */
export class ZipGone extends Error {
  readonly code = 'ARCHIVE_GONE'
  constructor() {
    super(
      'Expected the zip of the batch but received none, because it is kept for a week only; send it again',
    )
  }
}
