/** The other side of preparer-pool.ts: prepares the photos it is asked for, all at once. */
import { parentPort } from 'node:worker_threads'
import { PhotoError } from './picture/errors.ts'
import { preparePhoto } from './prepare-photo.ts'
import type { Job, Prepared } from './preparer-pool.ts'
import type { ThreadAnswer } from './thread.ts'
import { free, inOwnBuffer } from './transfer.ts'

parentPort?.on('message', async ({ id, question }: { id: number; question: Job }) => {
  const { bytes, settings, limits } = question
  const handedOver: ArrayBuffer[] = []
  const own = (file: Uint8Array) => {
    // What was stripped where it was goes back in the buffer that it came in.
    const mine = file.buffer === bytes.buffer ? file : inOwnBuffer(file)
    handedOver.push(mine.buffer as ArrayBuffer)
    return mine
  }
  const answer = await preparePhoto(bytes, settings, limits, true).then(
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
  free([bytes])
})
