import type { ReceiveOptions, Zips } from '../../edge/batches/zips.ts'
import { ArchiveTooLarge, InputError } from '../../inference/cli/inputs/errors.ts'
import { NotFound, ZipRejected } from '../errors.ts'
import type { Principal } from '../principal.ts'
import { zipUploadKey } from '../store/keys.ts'
import { keyOf, WriteConflict } from '../store/table.ts'
import type { BatchStore } from './batch-store.ts'
import type { BatchOptions, CreateBatch } from './create-batch.ts'
import type { BatchLimits } from './limits.ts'
import { type BatchHead, type BatchRef, hasEnded } from './records.ts'
import { NothingToAssess } from './sources/errors.ts'
import { withStoredZip } from './sources/zip-reader.ts'

export interface ZipBatchesDeps {
  store: BatchStore
  zips: Zips
  limits: BatchLimits
  clock: () => number
  create: CreateBatch
}

/** A zip that is sent before its batch is made. */
interface Upload {
  /** Of what notes it among the zips that are kept. */
  note: string
  batch: string | null
}

/** A zip that has not become a batch by then arrived in vain. */
const ARRIVING_SECONDS = 24 * 3600
const EOCD_WINDOW = 4096

/** Batches of zips, which come with the request or were sent before it. */
export function createZipBatches({ store, zips, limits, clock, create }: ZipBatchesDeps) {
  const iso = (ms: number) => new Date(ms).toISOString()
  const keep = (zip: string, batch: BatchRef) =>
    store.keepZip(iso(clock() + limits.keepZipSeconds * 1000), zip, batch)

  /** Notes a zip before it is there: what a crash leaves of it is found and removed. */
  function expect() {
    const zip = zips.newId()
    const note = store.keepZip(iso(clock() + ARRIVING_SECONDS * 1000), zip, null)
    return { zip, note, arrived: keyOf(note).sk }
  }

  /** What the end of the zip tells at once, so that a file that is none is refused while its sender is there. */
  async function look(zip: string) {
    try {
      await withStoredZip(zips, zip, EOCD_WINDOW, async ({ entryCount }) => {
        if (entryCount === 0) throw new NothingToAssess('the zip')
        if (entryCount > limits.maxEntries)
          throw new ArchiveTooLarge('the zip', 'entries', entryCount, limits.maxEntries)
      })
    } catch (error) {
      if (error instanceof InputError) throw new ZipRejected(error.code, error.message)
      throw error
    }
  }

  /** The batch that was made of an upload before. */
  async function madeBefore(tenant: string, id: string): Promise<BatchHead | null> {
    const upload = (await store.table.get(zipUploadKey(tenant, id)))?.data as Upload | undefined
    return upload?.batch ? store.head({ tenant, id: upload.batch }) : null
  }

  return {
    /** A batch of a zip that is stored as it arrives. @throws ApiError, RequestError where it does not arrive */
    async fromBody(
      principal: Principal,
      body: AsyncIterable<Uint8Array>,
      received: Pick<ReceiveOptions, 'declaredBytes' | 'signal'>,
      options: BatchOptions,
    ): Promise<BatchHead> {
      const { zip, note, arrived } = expect()
      await store.table.write([note])
      const drop = async () => {
        await zips.erase(zip)
        await store.table.write([store.forgetZip(arrived)])
      }
      const { maxZipBytes: maxBytes, stallSeconds } = limits
      try {
        const { sha256 } = await zips.receive(zip, body, { ...received, maxBytes, stallSeconds })
        await look(zip)
        const head = await create(principal, options, {
          source: { kind: 'ZIP', zip },
          content: sha256,
          operations: (batch) => [store.forgetZip(arrived), keep(zip, batch)],
        })
        // The same request again: its batch has the zip already.
        if (head.source.kind === 'ZIP' && head.source.zip !== zip) await drop()
        return head
      } catch (error) {
        await drop()
        throw error
      }
    },

    /** Prepares to receive a zip that is too large to pass through this process. */
    async openUpload({ tenant }: Principal, seconds: number): Promise<{ id: string; url: string | null }> {
      const { zip, note, arrived } = expect()
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
        await look(id)
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
            store.forgetZip(note),
            keep(id, batch),
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

    /**
     * Removes zips that nobody needs any more: of batches that have ended without failures at once, of others after
     * a week.
     *
     * @returns how many
     */
    async sweep(): Promise<number> {
      let removed = 0
      const now = iso(clock())
      for (const { sk, zip, batch } of await store.keptZips()) {
        const head = batch && (await store.head(batch))
        const due = sk < now
        const ended = head ? hasEnded(head) : due
        const unneeded = head && ended && (due || (await store.counts(head)).failed === 0)
        if (!ended || !(due || unneeded)) continue
        await zips.erase(zip)
        await store.table.write([store.forgetZip(sk)])
        removed++
      }
      return removed
    },
  }
}
