import type { ReceiveOptions, Zips } from '../../edge/batches/zips.ts'
import { IdempotencyConflict } from '../errors.ts'
import type { Principal } from '../principal.ts'
import type { BatchStore } from './batch-store.ts'
import type { BatchOptions, CreateBatch } from './create-batch.ts'
import type { KeptZips } from './kept-zips.ts'
import type { BatchLimits } from './limits.ts'
import { lookAtZip } from './look-at-zip.ts'
import type { BatchHead } from './records.ts'

export interface ZipBatchesDeps {
  store: BatchStore
  zips: Zips
  kept: KeptZips
  limits: BatchLimits
  clock: () => number
  create: CreateBatch
}

/**
 * Makes a batch of a zip that comes with the request, and is stored as it arrives.
 *
 * @throws ApiError, RequestError where it does not arrive
 */
export function createBatchOfZip({ store, zips, kept, limits, create }: Omit<ZipBatchesDeps, 'clock'>) {
  return async (
    principal: Principal,
    body: AsyncIterable<Uint8Array>,
    received: Pick<ReceiveOptions, 'declaredBytes' | 'signal'>,
    options: BatchOptions,
  ): Promise<BatchHead> => {
    const { zip, note, arrived } = kept.expect()
    await store.table.write([note])
    const { maxZipBytes: maxBytes, stallSeconds } = limits
    let needed = false
    try {
      const { sha256 } = await zips.receive(zip, body, { ...received, maxBytes, stallSeconds })
      await lookAtZip(zips, zip, limits)
      // From here on the batch may have been written, whatever is answered: the sweep knows, and removes the zip if not.
      needed = true
      const head = await create(principal, options, {
        source: { kind: 'ZIP', zip },
        content: sha256,
        operations: (batch) => kept.keep(zip, batch, arrived),
      })
      // The same request again: its batch has the zip already.
      needed = head.source.kind === 'ZIP' && head.source.zip === zip
      return head
    } catch (error) {
      if (error instanceof IdempotencyConflict) needed = false
      throw error
    } finally {
      // Where that fails the sweep removes it: the caller is told of the batch, or why there is none.
      if (!needed) await kept.drop(zip, arrived).catch(() => {})
    }
  }
}
