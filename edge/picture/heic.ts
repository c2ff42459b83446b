import { Worker } from 'node:worker_threads'
import { type DecodedPixels, tiffOf } from './tiff.ts'

export interface DecodeHeicOptions {
  /** Colour profile of the file, where it has one. */
  icc: Uint8Array | undefined
  /** Time to decode in, in seconds; 0 is unlimited. */
  maxSeconds: number
}

type Answer = DecodedPixels | { failure: string }

/**
 * Decodes the main picture of a HEIC file with libheif in WebAssembly. Rotation and mirroring stand in
 * the container and are applied; EXIF orientation must not be applied as well.
 *
 * Every file gets a thread of its own: decoding takes seconds, libheif's memory never shrinks, and a
 * malicious file can neither hang the process nor leave anything behind.
 *
 * @returns an uncompressed TIFF with the file's colour profile, for sharp to go on with
 * @throws {Error} plain, if the file cannot be decoded
 */
export async function decodeHeic(
  bytes: Uint8Array,
  { icc, maxSeconds }: DecodeHeicOptions,
): Promise<Uint8Array> {
  // Not slice(): of a Buffer that would be a view, and the caller would lose its bytes.
  const copy = new Uint8Array(bytes)
  const worker = new Worker(new URL('./heic-worker.mjs', import.meta.url), {
    workerData: copy,
    transferList: [copy.buffer],
    execArgv: [],
    // The decoder prints what it dislikes; the caller's output is not the place for it.
    stdout: true,
    stderr: true,
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the decoder ended without an answer')))
      if (maxSeconds > 0) {
        timer = setTimeout(() => reject(new Error('decoding took too long')), maxSeconds * 1000)
      }
    })
    if ('failure' in answer) throw new Error(answer.failure)
    return tiffOf({ ...answer, icc })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
