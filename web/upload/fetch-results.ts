import type { UploadApi } from './upload-api.ts'
import type { Assessed, UploadFailure, UploadItem } from './upload-item.ts'
import type { UploadStore } from './upload-store.ts'

export interface FetchResultsDeps {
  api: Pick<UploadApi, 'results'>
  store: UploadStore
  pause: (ms: number) => Promise<void>
  fail: (id: string, failure: UploadFailure) => void
}

/** How often finished assessments are asked for, and how many at once. */
const POLL_MS = 1000
const POLL_COUNT = 30

/** Brings results back until no photo waits for one. Calling it again meanwhile does nothing. */
export function createFetchResults({ api, store, pause, fail }: FetchResultsDeps): () => Promise<void> {
  let polling = false

  function receive(item: UploadItem, answer: Assessed | null) {
    if (!answer) return fail(item.id, { code: 'GONE', message: null, again: false })
    if (answer.status === 'QUEUED') return
    if (answer.status === 'RUNNING') {
      if (item.step !== 'assessing') store.update(item.id, { step: 'assessing' })
      return
    }
    const { failure } = answer
    const picture = answer.photo.links?.thumbnail ?? item.picture
    if (!failure)
      return store.update(item.id, {
        step: 'done',
        result: answer,
        picture,
        quality: answer.quality ?? item.quality,
      })
    fail(item.id, { code: failure.code, message: failure.message, again: failure.retryAfterSeconds !== null })
  }

  return async () => {
    if (polling) return
    polling = true
    try {
      for (;;) {
        const due = [...store.values()]
          .filter(({ step }) => step === 'queued' || step === 'assessing')
          .slice(0, POLL_COUNT)
        if (due.length === 0) return
        const answers = await api
          .results(due.map(({ assessmentId }) => assessmentId as string))
          .catch(() => null)
        if (answers) due.forEach((item, i) => receive(item, answers[i] ?? null))
        await pause(POLL_MS)
      }
    } finally {
      polling = false
    }
  }
}
