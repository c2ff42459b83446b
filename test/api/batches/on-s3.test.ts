import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createObjectSource } from '../../../api/batches/sources/object-source.ts'
import { createZips } from '../../../edge/batches/zips.ts'
import { createS3Blobs } from '../../../edge/blobs/s3-blobs.ts'
import { type RunningS3, startS3 } from '../../edge/start-s3.ts'
import { rival } from '../open-test-api.ts'
import { anotherPhoto } from '../photos.ts'
import { openBatches, zipOf } from './open-batches.ts'

let s3: RunningS3
let client: S3Client

beforeAll(async () => {
  s3 = await startS3('inbox', 'zips')
  client = s3.client
})
afterAll(() => s3.stop())

it('assesses what lies below a prefix that the tenant may read, and nothing for others', async () => {
  const put = (Key: string, Body: Uint8Array | string) =>
    client.send(new PutObjectCommand({ Bucket: 'inbox', Key, Body }))
  await put('acme/day/a.png', await anotherPhoto())
  await put('acme/day/b.txt', 'no photo')
  await put('acme/other/c.png', await anotherPhoto())
  const objects = createObjectSource({ client, allowed: [{ tenant: 'acme', prefix: 's3://inbox/acme/' }] })
  const { ask, ended, entries } = await openBatches({ batching: { objects } })
  const query = `mutation { assessBatch(prefix: "s3://inbox/acme/day/") { __typename ... on Batch { id } } }`
  expect((await ask(query, {}, rival)).data.assessBatch.__typename).toBe('ValidationFailed')
  const { id } = (await ask(query)).data.assessBatch
  expect(await ended(id)).toMatchObject({ state: 'FINISHED', total: 2, done: 1, failed: 1 })
  expect(await entries(id)).toMatchObject([
    { name: 'a.png', state: 'DONE' },
    { name: 'b.txt', failure: { code: 'PHOTO_UNSUPPORTED' } },
  ])
})

it('keeps zips in a bucket, in parts, and reads them there piece by piece', async () => {
  const zips = createZips({ blobs: createS3Blobs({ client, bucket: 'zips' }) })
  const { send, ended } = await openBatches({ batching: { zips } })
  // More than one part of a multipart upload.
  const noise = Buffer.alloc(9 * 1024 * 1024)
  for (let i = 0; i < noise.length; i += 4) noise.writeUInt32LE(Math.imul(i, 2654435761) >>> 0, i)
  const { id } = await send(await zipOf({ 'noise.bin': noise, 'a.png': await anotherPhoto() }))
  expect(await ended(id)).toMatchObject({ state: 'FINISHED', done: 1, failed: 1 })
})
