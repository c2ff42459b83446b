/** The other side of preparer-pool.ts: prepares the photos it is asked for, all at once. */
import { parentPort } from 'node:worker_threads'
import { PhotoError } from './picture/errors.ts'
import { preparePhoto } from './prepare-photo.ts'
import type { Job, Prepared } from './preparer-pool.ts'
import type { ThreadAnswer } from './thread.ts'

parentPort?.on('message', async ({ id, question }: { id: number; question: Job }) => {
  const handedOver: ArrayBuffer[] = []
  const own = (file: Uint8Array) => {
    const copy = new Uint8Array(file)
    handedOver.push(copy.buffer)
    return copy
  }
  const { bytes, settings, limits } = question
  const answer = await preparePhoto(bytes, settings, limits).then(
    ({ original, normalized, enhanced, ...seen }): ThreadAnswer<Prepared> => {
      const pictures = {
        original: { ...original, bytes: own(original.bytes) },
        normalized: own(normalized),
        enhanced: own(enhanced),
      }
      return { id, answer: { prepared: { ...seen, ...pictures } } }
    },
    (error): ThreadAnswer<Prepared> =>
      // Classes do not survive the way between threads, nor does the cause of every failure.
      error instanceof PhotoError
        ? { id, answer: { refused: { ...error, message: error.message } } }
        : { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  )
  parentPort?.postMessage(answer, handedOver)
})
