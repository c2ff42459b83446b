import type { LargeBlobs } from '../../../edge/blobs/blobs.ts'
import type { BatchStore } from '../../batches/batch-store.ts'
import { type ResultFile, type Results, resultFiles } from '../../batches/results/results.ts'
import { resultKey } from '../../batches/results/stored-results.ts'

export interface MakeResultDeps {
  store: Pick<BatchStore, 'head'>
  results: Results
  blobs: Pick<LargeBlobs, 'putStream'>
}

/** Makes a result of a batch into the store, as it is read. @throws RangeError for a result that nobody knows */
export function createMakeResult({ store, results, blobs }: MakeResultDeps) {
  return async (ref: { tenant: string; id: string }, file: string): Promise<boolean> => {
    if (!(file in resultFiles)) throw new RangeError(`Expected a known result but received ${file}`)
    const name = file as ResultFile
    const head = await store.head(ref)
    const opened = head && (await results.open(ref, name))
    // A batch that is gone has no results.
    if (!opened || !('content' in opened)) return true
    await blobs.putStream(resultKey(head, name), opened.content, { contentType: resultFiles[name] })
    return true
  }
}
