import type { ReceiveOptions } from '../../edge/batches/zips.ts'
import { NotFound, ZipRejected } from '../errors.ts'
import type { Principal } from '../principal.ts'
import { zipUploadKey } from '../store/keys.ts'
import { WriteConflict } from '../store/table.ts'
import type { ZipBatchesDeps } from './batch-of-zip.ts'
import type { BatchOptions } from './create-batch.ts'
import { ARRIVING_SECONDS } from './kept-zips.ts'
import { lookAtZip } from './look-at-zip.ts'
import type { BatchHead, BatchRef } from './records.ts'

/** A zip that is sent before its batch is made. */
interface Upload {
  /** Of what notes it among the zips that are kept. */
  note: string
  batch: string | null
}

/** Zips that are sent before the request that makes a batch of them: large ones, past this process. */
export function createZipUploads({ store, zips, kept, limits, clock, create }: ZipBatchesDeps) {
  /** The batch that was made of an upload before. */
  async function madeBefore(tenant: string, id: string): Promise<BatchHead | null> {
    const upload = (await store.table.get(zipUploadKey(tenant, id)))?.data as Upload | undefined
    return upload?.batch ? store.head({ tenant, id: upload.batch }) : null
  }

  return {
    /** Prepares to receive a zip that is too large to pass through this process. */
    async openUpload({ tenant }: Principal, seconds: number): Promise<{ id: string; url: string | null }> {
      const { zip, note, arrived } = kept.expect()
      const upload: Upload = { note: arrived, batch: null }
      const expiresAt = Math.ceil(clock() / 1000) + ARRIVING_SECONDS + limits.keepZipSeconds
      await store.table.write([
        note,
        { put: { ...zipUploadKey(tenant, zip), data: upload }, ifVersion: 0, expiresAt },
      ])
      return { id: zip, url: await zips.uploadLink(zip, seconds) }
    },

    /** Stores what arrives for an upload where the store itself takes none. @throws NotFound, RequestError */
    async receiveUpload(
      { tenant, id }: BatchRef,
      body: AsyncIterable<Uint8Array>,
      received: Pick<ReceiveOptions, 'declaredBytes' | 'signal'>,
    ): Promise<void> {
      const upload = (await store.table.get(zipUploadKey(tenant, id)))?.data as Upload | undefined
      // What a batch is made of stays as it is.
      if (!upload || upload.batch) throw new NotFound('Upload', id)
      const { maxZipBytes: maxBytes, stallSeconds } = limits
      await zips.receive(id, body, { ...received, maxBytes, stallSeconds })
    },

    /**
     * A batch of a zip that was sent before; asked for again, the same one.
     *
     * @throws NotFound for an upload of somebody else, or one that has not arrived; ZipRejected
     */
    async fromUpload(principal: Principal, id: string, options: BatchOptions): Promise<BatchHead> {
      const { tenant } = principal
      const key = zipUploadKey(tenant, id)
      const item = await store.table.get(key)
      if (!item) throw new NotFound('Upload', id)
      const before = await madeBefore(tenant, id)
      if (before) return before
      const bytes = await zips.size(id)
      if (bytes === null) throw new NotFound('Upload', `${id}, of which nothing has arrived`)
      const { maxZipBytes } = limits
      try {
        if (bytes > maxZipBytes)
          throw new ZipRejected(
            'ZIP_TOO_LARGE',
            `Expected a zip of at most ${maxZipBytes} bytes but received ${bytes}; split it`,
          )
        await lookAtZip(zips, id, limits)
      } catch (error) {
        // Another one may be sent in its place.
        if (error instanceof ZipRejected) await zips.erase(id)
        throw error
      }
      const { note } = item.data as Upload
      const expiresAt = Math.ceil(clock() / 1000) + limits.keepZipSeconds
      try {
        return await create(principal, options, {
          source: { kind: 'ZIP', zip: id },
          content: id,
          operations: (batch) => [
            ...kept.keep(id, batch, note),
            {
              put: { ...key, data: { note, batch: batch.id } satisfies Upload },
              ifVersion: item.version,
              expiresAt,
            },
          ],
        })
      } catch (error) {
        const meanwhile = error instanceof WriteConflict ? await madeBefore(tenant, id) : null
        if (meanwhile) return meanwhile
        throw error
      }
    },
  }
}
