import type { ReceiveOptions, Zips } from '../../edge/batches/zips.ts'
import { Conflict, invalid, NotFound } from '../errors.ts'
import { type Principal, requireRole } from '../principal.ts'
import { createBatchOfZip } from './batch-of-zip.ts'
import type { BatchStore } from './batch-store.ts'
import { createCheckRequest } from './check-request.ts'
import { type Progress, progressOf } from './counts.ts'
import { type BatchOptions, createCreateBatch } from './create-batch.ts'
import { createKeptZips } from './kept-zips.ts'
import type { BatchLimits } from './limits.ts'
import { type BatchEntry, type BatchHead, type BatchRef, hasEnded } from './records.ts'
import type { ObjectSource } from './sources/object-source.ts'
import { createZipUploads } from './zip-uploads.ts'

export interface BatchesDeps {
  store: BatchStore
  zips: Zips
  objects: ObjectSource | null
  limits: BatchLimits
  clock: () => number
  /** Told of batches that are new or were changed. */
  changed: (ref: BatchRef) => void | Promise<void>
}

/** Many photos at once: what is asked for here is done in the background, photo by photo. */
export function createBatches({ store, zips, objects, limits, clock, changed }: BatchesDeps) {
  const create = createCreateBatch({ store, clock, changed })
  const kept = createKeptZips({ store, zips, limits, clock })
  const ofZip = createBatchOfZip({ store, zips, kept, limits, create })
  const uploads = createZipUploads({ store, zips, kept, limits, clock, create })
  const check = createCheckRequest({ store, limits })

  async function known(principal: Principal, id: string): Promise<BatchHead> {
    const head = await store.head({ tenant: principal.tenant, id })
    if (!head) throw new NotFound('Batch', id)
    return head
  }

  return {
    limits,
    /**
     * A batch of a zip, which is stored as it arrives.
     *
     * @throws ApiError, RequestError where it does not arrive
     */
    async fromZip(
      principal: Principal,
      body: AsyncIterable<Uint8Array>,
      received: Pick<ReceiveOptions, 'declaredBytes' | 'signal'>,
      options: BatchOptions,
    ): Promise<BatchHead> {
      await check(principal, options)
      return ofZip(principal, body, received, options)
    },

    /**
     * Prepares to receive a zip that is too large to pass through this process.
     *
     * @returns its id, and where the store takes it; null where this process does
     */
    async openUpload(principal: Principal, seconds: number) {
      await check(principal, {})
      return uploads.openUpload(principal, seconds)
    },
    /** Whoever sends it was given a link to do so. */
    receiveUpload: uploads.receiveUpload,
    /** A batch of a zip that was sent before; asked for again, the same one. @throws ApiError */
    async fromUpload(principal: Principal, id: string, options: BatchOptions): Promise<BatchHead> {
      await check(principal, options)
      return uploads.fromUpload(principal, id, options)
    },

    async fromPhotos(
      principal: Principal,
      ids: readonly string[],
      options: BatchOptions,
    ): Promise<BatchHead> {
      await check(principal, options)
      if (ids.length === 0) throw invalid('photos', 'at least one id', ids)
      if (ids.length > limits.maxPhotoIds)
        throw invalid('photos', `at most ${limits.maxPhotoIds} ids`, ids.length)
      const odd = ids.find((id) => !/^[pu][0-9a-f]{32}$/.test(id))
      if (odd !== undefined) throw invalid('photos', 'ids as POST /photos gives them', odd)
      const distinct = [...new Set(ids)]
      const source = { kind: 'PHOTOS' as const, count: distinct.length }
      return create(principal, options, { source, photoIds: distinct, content: distinct.join() })
    },

    /** A batch of the objects below a prefix that the operator lets this tenant read. */
    async fromPrefix(principal: Principal, prefix: string, options: BatchOptions): Promise<BatchHead> {
      await check(principal, options)
      if (!objects?.allows(principal.tenant, prefix))
        throw invalid('prefix', 's3://bucket/prefix that your operator has allowed (BATCH_PREFIXES)', prefix)
      return create(principal, options, { source: { kind: 'PREFIX', prefix }, content: prefix })
    },

    find: ({ tenant }: Principal, id: string): Promise<BatchHead | null> => store.head({ tenant, id }),
    list: ({ tenant }: Principal, page: { after: string | null; limit: number }) => store.list(tenant, page),

    async progress(head: BatchHead): Promise<Progress> {
      return progressOf(head, await store.counts(head), clock())
    },

    /** A page of entries, in order; of those that failed only, when asked for. */
    async entries(
      head: BatchRef,
      { after, limit, failed }: { after: number; limit: number; failed: boolean },
    ): Promise<BatchEntry[]> {
      const stored = failed
        ? await store.entriesAt(head, await store.indexes(head, 'FAILED', { after, limit }))
        : await store.entries(head, { after, limit })
      return stored.map(({ entry }) => entry)
    },

    /** Ends what nobody has begun; what is with the model ends with it. */
    async cancel(principal: Principal, id: string): Promise<BatchHead> {
      requireRole(principal, 'submitter')
      const ref = { tenant: principal.tenant, id: (await known(principal, id)).id }
      const head = await store.changeHead(ref, (before) =>
        hasEnded(before) || before.state === 'CANCELLING' ? null : { ...before, state: 'CANCELLING' },
      )
      if (!hasEnded(head)) await changed(ref)
      return head
    },

    /** Has those assessed that failed, in the claims in which they are. An ended batch without any stays as it is. */
    async retry(principal: Principal, id: string): Promise<BatchHead> {
      requireRole(principal, 'submitter')
      const ref = { tenant: principal.tenant, id: (await known(principal, id)).id }
      const failed = await store.indexes(ref, 'FAILED', { after: 0, limit: 1 })
      const head = await store.changeHead(ref, (before) => {
        if (before.state === 'RETRYING') return null
        if (before.state !== 'FINISHED' && before.state !== 'CANCELLED')
          throw new Conflict(`Expected a batch that has ended but received one that is ${before.state}`)
        return failed.length === 0 ? null : { ...before, state: 'RETRYING', finishedAt: null }
      })
      if (failed.length > 0) await changed(ref)
      return head
    },

    /** Removes zips that nobody needs any more. @returns how many */
    sweepZips: kept.sweep,
  }
}

export type Batches = ReturnType<typeof createBatches>
