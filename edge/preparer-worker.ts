/** The other side of preparer-pool.ts: one photo in, one answer out. */
import { parentPort } from 'node:worker_threads'
import { PhotoError } from './picture/errors.ts'
import { preparePhoto } from './prepare-photo.ts'
import type { Answer, Job } from './preparer-pool.ts'

parentPort?.on('message', async ({ bytes, settings, limits }: Job) => {
  const answer = await preparePhoto(bytes, settings, limits).then(
    (prepared): Answer => ({ prepared }),
    (error): Answer =>
      // Classes do not survive the way between threads, nor does the cause of every failure.
      error instanceof PhotoError
        ? { refused: { code: error.code, message: error.message } }
        : { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  )
  parentPort?.postMessage(answer)
})
