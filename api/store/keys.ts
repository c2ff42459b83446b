import type { ItemKey } from './table.ts'

/**
 * Where everything stands in the table, designed from the questions asked (docs/api.md lists them with
 * their cost). Every partition key begins with its tenant, so that no key made for one tenant finds
 * anything of another; those that do not are read by workers and where a claim is erased only.
 *
 * | partition                        | sort key                | item                                     |
 * |----------------------------------|-------------------------|------------------------------------------|
 * | `T#tenant#CLAIM#claim`           | `CLAIM`                 | the claim's head                         |
 * |                                  | `ASSESSMENT#id`         | an assessment with the model's answer    |
 * |                                  | `PHOTO#photo`           | a photo of the claim                     |
 * |                                  | `EVENT#000001`          | one entry of the audit trail             |
 * | `T#tenant#LIST#ALL` and others   | `createdAt#claim`       | a claim in a list (by status, plate, …)  |
 * | `T#tenant#WORD#ab`               | `abcd#createdAt#claim`  | a word that finds a claim                |
 * | `T#tenant#PHOTO#photo`           | `PHOTO`, `CLAIM#claim`  | a photo, and the claims that show it     |
 * |                                  | `UPLOAD#upload`         | an upload that it came by                |
 * | `T#tenant#PRINT#band#value`      | `photo`                 | an eighth of a photo's fingerprint       |
 * | `T#tenant#IDEMPOTENCY#key`       | `KEY`                   | what a repeated request is answered with |
 * | `T#tenant#ERASED`                | `at#claim`              | that a claim was erased, by whom, when   |
 * | `T#tenant#ERASEDBATCHES`         | `at#batch`              | that a batch was erased, by whom, when   |
 * | `T#tenant#BATCHES`               | `createdAt#batch`       | a batch in the list of them              |
 * | `T#tenant#BATCH#batch`           | `BATCH`                 | the batch's head                         |
 * |                                  | `SOURCE#00`             | ids of photos that it was given          |
 * |                                  | `ENTRY#000001`          | one photo of it, and what became of it   |
 * |                                  | `TODO#000001`           | that this entry has not ended            |
 * |                                  | `FAILED#000001`         | that this entry has failed               |
 * |                                  | `COUNT#00`              | a sixteenth of its counts                |
 * |                                  | `GROUP#hash`            | the claim of a folder                    |
 * |                                  | `RESULT#file`           | that a result was ordered                |
 * |                                  | `EVENT#000000001`       | that it has ended, for who is told       |
 * | `T#tenant#ZIP#zip`               | `UPLOAD`                | a zip that is sent before its batch      |
 * | `BATCHWORK`                      | `tenant#batch`          | a batch that has not ended               |
 * | `ZIPS`                           | `until#zip`             | a zip, to be removed then                |
 * | `OUTBOX#webhook`                | `due#event`             | an event on its way to a receiver        |
 * | `UNDELIVERED#webhook`           | `event`                 | one that was tried in vain               |
 * | `WORK#shard`                     | `tenant#claim#id`       | an assessment without a final state      |
 * | `ERASING`                        | `tenant#claim`          | a claim of which something is left       |
 * | `PHOTOERASING#photo`             | `ERASING`               | a photo that is being erased             |
 * | `ERASINGBATCHES`                 | `tenant#batch`          | a batch of which something is left       |
 * | `OWNERS#photo`                   | `tenant`                | a tenant that has sent this photo        |
 * | `APIKEY#hash`                    | `KEY`                   | a machine's key                          |
 */
const tenantOf = (tenant: string) => `T#${tenant}`

export const claimPartition = (tenant: string, claim: string) => `${tenantOf(tenant)}#CLAIM#${claim}`

export const HEAD = 'CLAIM'
export const ASSESSMENT = 'ASSESSMENT#'
export const PHOTO = 'PHOTO#'
export const EVENT = 'EVENT#'

/** Padded, so that the order of keys is that of numbers. */
export const eventKey = (sequence: number) => `${EVENT}${String(sequence).padStart(9, '0')}`

/** A list of claims, newest last: all of them, or those with one thing in common. */
export const listPartition = (tenant: string, list: string) => `${tenantOf(tenant)}#LIST#${list}`

export const wordPartition = (tenant: string, word: string) => `${tenantOf(tenant)}#WORD#${word.slice(0, 2)}`

export const photoPartition = (tenant: string, photo: string) => `${tenantOf(tenant)}#PHOTO#${photo}`

export const printPartition = (tenant: string, band: number, value: string) =>
  `${tenantOf(tenant)}#PRINT#${band}#${value}`

export const idempotencyKey = (tenant: string, key: string): ItemKey => ({
  pk: `${tenantOf(tenant)}#IDEMPOTENCY#${key}`,
  sk: 'KEY',
})

export const batchPartition = (tenant: string, batch: string) => `${tenantOf(tenant)}#BATCH#${batch}`

/** Batches by the instant and their id. */
export const batchesPartition = (tenant: string) => `${tenantOf(tenant)}#BATCHES`

/** A zip that was announced, and what became of it. */
export const zipUploadKey = (tenant: string, zip: string): ItemKey => ({
  pk: `${tenantOf(tenant)}#ZIP#${zip}`,
  sk: 'UPLOAD',
})

/** Batches that have not ended, of all tenants. */
export const BATCH_WORK = 'BATCHWORK'

/** Zips by the instant until which they are kept. */
export const ZIPS = 'ZIPS'

/** Events on their way to a receiver, by the instant when they are due. */
export const outboxPartition = (webhook: string) => `OUTBOX#${webhook}`

/** Events that were tried in vain. */
export const undeliveredPartition = (webhook: string) => `UNDELIVERED#${webhook}`

/** Open work is spread over this many partitions, each of which takes 1,000 writes a second. */
export const WORK_SHARDS = 8

export const workPartition = (shard: number) => `WORK#${shard}`

/** Claims that were erased, by the instant and the claim's id. */
export const erasedPartition = (tenant: string) => `${tenantOf(tenant)}#ERASED`

/** Claims whose erasing has begun. */
export const ERASING = 'ERASING'

/** Batches that were erased, by the instant and the batch's id. */
export const erasedBatchesPartition = (tenant: string) => `${tenantOf(tenant)}#ERASEDBATCHES`

/** Batches whose erasing has begun. */
export const ERASING_BATCHES = 'ERASINGBATCHES'

/** Pictures are stored once for all tenants; they go with the last one that has sent them. */
export const ownersPartition = (photo: string) => `OWNERS#${photo}`

/** There while a photo is erased: until it is gone nobody makes it their own, or shows it in a claim. */
export const photoErasingKey = (photo: string): ItemKey => ({ pk: `PHOTOERASING#${photo}`, sk: 'ERASING' })

export const apiKeyKey = (hash: string): ItemKey => ({ pk: `APIKEY#${hash}`, sk: 'KEY' })
