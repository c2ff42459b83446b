import { createHash } from 'node:crypto'
import type { ReceiveOptions, Zips } from '../../edge/batches/zips.ts'
import { ArchiveTooLarge, InputError } from '../../inference/cli/inputs/errors.ts'
import type { Detail } from '../../inference/contract.ts'
import { Conflict, IdempotencyConflict, invalid, NotFound, ZipRejected } from '../errors.ts'
import { createId } from '../ids.ts'
import { type Principal, requireRole } from '../principal.ts'
import { idempotencyKey as idempotencyItem } from '../store/keys.ts'
import { keyOf, WriteConflict } from '../store/table.ts'
import type { BatchStore } from './batch-store.ts'
import { type Progress, progressOf } from './counts.ts'
import type { BatchLimits } from './limits.ts'
import {
  type BatchEntry,
  type BatchHead,
  type BatchRef,
  type BatchSource,
  type Grouping,
  hasEnded,
} from './records.ts'
import { NothingToAssess } from './sources/errors.ts'
import type { ObjectSource } from './sources/object-source.ts'
import { withStoredZip } from './sources/zip-reader.ts'

export interface BatchOptions {
  name: string | null
  detail: Detail
  grouping: Grouping
  idempotencyKey: string | null
}

export interface BatchesDeps {
  store: BatchStore
  zips: Zips
  objects: ObjectSource | null
  limits: BatchLimits
  clock: () => number
  /** Told of batches that are new or were changed. */
  changed: (ref: BatchRef) => void
}

interface Remembered {
  request: string
  batch: string
}

const REMEMBER_SECONDS = 7 * 24 * 3600
/** A zip that has not become a batch by then arrived in vain. */
const ARRIVING_SECONDS = 24 * 3600
const EOCD_WINDOW = 4096
const LONGEST_NAME = 200

/** Many photos at once: what is asked for here is done in the background, photo by photo. */
export function createBatches({ store, zips, objects, limits, clock, changed }: BatchesDeps) {
  const iso = (ms: number) => new Date(ms).toISOString()

  async function create(
    { tenant, subject }: Principal,
    { name, detail, grouping, idempotencyKey }: BatchOptions,
    source: BatchSource,
    { photoIds = [] as readonly string[], content = '', arrived = '' } = {},
  ): Promise<BatchHead> {
    const now = clock()
    const head: BatchHead = {
      id: `b${createId()}`,
      tenant,
      name: name === null ? null : name.slice(0, LONGEST_NAME),
      source,
      detail,
      grouping,
      state: 'LISTING',
      createdAt: iso(now),
      createdBy: subject,
      total: 0,
      skipped: 0,
      startedAt: null,
      finishedAt: null,
      failure: null,
      measuredFrom: null,
    }
    const request = createHash('sha256')
      .update(JSON.stringify([source.kind, content, detail, grouping]))
      .digest('hex')
    // No key of assessments has a blank in it.
    const key = idempotencyKey === null ? null : idempotencyItem(tenant, `batch ${idempotencyKey}`)
    const memory: Remembered = { request, batch: head.id }
    try {
      await store.table.write([
        ...store.createOperations(head, photoIds),
        ...(key
          ? [
              {
                put: { ...key, data: memory },
                ifVersion: 0,
                expiresAt: Math.floor(now / 1000) + REMEMBER_SECONDS,
              },
            ]
          : []),
        ...(source.kind === 'ZIP'
          ? [
              store.forgetZip(arrived),
              store.keepZip(iso(now + limits.keepZipSeconds * 1000), source.zip, { tenant, id: head.id }),
            ]
          : []),
      ])
    } catch (error) {
      const item = error instanceof WriteConflict && key ? await store.table.get(key) : null
      if (!item) throw error
      const before = item.data as Remembered
      if (before.request !== request) throw new IdempotencyConflict(idempotencyKey ?? '')
      const known = await store.head({ tenant, id: before.batch })
      if (!known) throw error
      return known
    }
    changed({ tenant, id: head.id })
    return head
  }

  async function check(principal: Principal, { idempotencyKey }: BatchOptions) {
    requireRole(principal, 'submitter')
    if (idempotencyKey !== null && !/^[\x21-\x7e]{1,128}$/.test(idempotencyKey))
      throw invalid('idempotencyKey', '1 to 128 printable characters without blanks', idempotencyKey)
    const open = (await store.open()).filter(({ tenant }) => tenant === principal.tenant).length
    if (open >= limits.maxOpen)
      throw new Conflict(
        `Expected at most ${limits.maxOpen} batches under way but received another; wait for one to end`,
      )
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
      const zip = zips.newId()
      // Noted before it is there: what a crash leaves of it is found and removed.
      const note = store.keepZip(iso(clock() + ARRIVING_SECONDS * 1000), zip, null)
      await store.table.write([note])
      const arrived = keyOf(note).sk
      const drop = async () => {
        await zips.erase(zip)
        await store.table.write([store.forgetZip(arrived)])
      }
      const { maxZipBytes: maxBytes, stallSeconds } = limits
      try {
        const { sha256 } = await zips.receive(zip, body, { ...received, maxBytes, stallSeconds })
        await look(zip)
        const head = await create(principal, options, { kind: 'ZIP', zip }, { content: sha256, arrived })
        // The same request again: its batch has the zip already.
        if (head.source.kind === 'ZIP' && head.source.zip !== zip) await drop()
        return head
      } catch (error) {
        await drop()
        throw error
      }
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
      return create(principal, options, source, { photoIds: distinct, content: distinct.join() })
    },

    /** A batch of the objects below a prefix that the operator lets this tenant read. */
    async fromPrefix(principal: Principal, prefix: string, options: BatchOptions): Promise<BatchHead> {
      await check(principal, options)
      if (!objects?.allows(principal.tenant, prefix))
        throw invalid('prefix', 's3://bucket/prefix that your operator has allowed (BATCH_PREFIXES)', prefix)
      return create(principal, options, { kind: 'PREFIX', prefix }, { content: prefix })
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
      if (!hasEnded(head)) changed(ref)
      return head
    },

    /** Has those assessed that failed, in the claims in which they are. */
    async retry(principal: Principal, id: string): Promise<BatchHead> {
      requireRole(principal, 'submitter')
      const ref = { tenant: principal.tenant, id: (await known(principal, id)).id }
      const head = await store.changeHead(ref, (before) => {
        if (before.state === 'RETRYING') return null
        if (before.state !== 'FINISHED' && before.state !== 'CANCELLED')
          throw new Conflict(`Expected a batch that has ended but received one that is ${before.state}`)
        return { ...before, state: 'RETRYING', finishedAt: null }
      })
      changed(ref)
      return head
    },

    /**
     * Removes zips that nobody needs any more: of batches that have ended without failures at once, of others after
     * a week.
     *
     * @returns how many
     */
    async sweepZips(): Promise<number> {
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

export type Batches = ReturnType<typeof createBatches>
