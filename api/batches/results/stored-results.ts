import type { Blobs } from '../../../edge/blobs/blobs.ts'
import { resultItemKey } from '../batch-keys.ts'
import type { BatchStore } from '../batch-store.ts'
import type { BatchHead, BatchRef } from '../records.ts'
import { tenantPath } from './result-links.ts'
import { type ResultFile, type Results, resultFiles } from './results.ts'

export interface StoredResultsDeps {
  store: BatchStore
  blobs: Pick<Blobs, 'head' | 'link' | 'delete'>
  /** Has workers elsewhere make a result. */
  order: (ref: BatchRef, file: ResultFile) => Promise<void>
  clock: () => number
}

/** A result that was made so long ago is made again: claims may have been reviewed, or erased, since. */
const FRESH_SECONDS = 900
/** Of a batch that goes on. */
const FRESH_SO_FAR_SECONDS = 60
/** What was ordered is not ordered again for so long; longer than making it can take. */
const ORDERED_SECONDS = 3600
const ASK_AGAIN_SECONDS = 10
/** A link is followed at once. */
const LINK_SECONDS = 300

/** Where a result is made; another one once the batch has ended. */
export const resultKey = (
  { tenant, id, finishedAt }: Pick<BatchHead, 'tenant' | 'id' | 'finishedAt'>,
  file: ResultFile,
): string => `results/${tenantPath(tenant)}/${id}/${finishedAt ? Date.parse(finishedAt) : 'so-far'}/${file}`

/** Results that workers make into the store, because what answers requests may neither take so long nor say so much. */
export function createStoredResults({ store, blobs, order, clock }: StoredResultsDeps): Results {
  /** Orders a result, unless one was ordered lately and is not there yet. */
  async function orderOnce(head: BatchHead, file: ResultFile, key: string, madeAt: number) {
    const item = await store.table.get(resultItemKey(head, file))
    const before = item?.data as { key: string; at: number } | undefined
    if (before?.key === key && before.at > madeAt && clock() - before.at < ORDERED_SECONDS * 1000) return
    await order(head, file)
    const expiresAt = Math.ceil(clock() / 1000) + 24 * 3600
    await store.table.write([
      { put: { ...resultItemKey(head, file), data: { key, at: clock() } }, expiresAt },
    ])
  }

  return {
    async open(ref, file) {
      const head = await store.head(ref)
      if (!head) return null
      const key = resultKey(head, file)
      const madeAt = (await blobs.head(key))?.modifiedAt.getTime() ?? 0
      const age = (clock() - madeAt) / 1000
      if (blobs.link && age < (head.finishedAt ? FRESH_SECONDS : FRESH_SO_FAR_SECONDS)) {
        const url = await blobs.link(key, { seconds: LINK_SECONDS, contentType: resultFiles[file] })
        return { url }
      }
      await orderOnce(head, file, key, madeAt)
      return { retryAfterSeconds: ASK_AGAIN_SECONDS }
    },
    // Those of an earlier end, before a retry, the bucket removes by itself.
    async erase(batch) {
      for (const file of Object.keys(resultFiles) as ResultFile[])
        for (const finishedAt of [null, batch.finishedAt])
          await blobs.delete(resultKey({ ...batch, finishedAt }, file))
    },
  }
}
