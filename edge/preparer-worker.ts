/** The other side of preparer-pool.ts: one photo in, one answer out. */
import { parentPort } from 'node:worker_threads'
import { PhotoError } from './picture/errors.ts'
import { preparePhoto } from './prepare-photo.ts'
import type { Answer, Job } from './preparer-pool.ts'

parentPort?.on('message', async ({ bytes, settings, limits }: Job) => {
  const handedOver: ArrayBuffer[] = []
  const own = (file: Uint8Array) => {
    const copy = new Uint8Array(file)
    handedOver.push(copy.buffer)
    return copy
  }
  const answer = await preparePhoto(bytes, settings, limits).then(
    ({ original, normalized, enhanced, ...seen }): Answer => ({
      prepared: {
        ...seen,
        original: { ...original, bytes: own(original.bytes) },
        normalized: own(normalized),
        enhanced: own(enhanced),
      },
    }),
    (error): Answer =>
      // Classes do not survive the way between threads, nor does the cause of every failure.
      error instanceof PhotoError
        ? { refused: { code: error.code, message: error.message } }
        : { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  )
  parentPort?.postMessage(answer, handedOver)
})
