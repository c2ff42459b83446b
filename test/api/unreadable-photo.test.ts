import { expect, it } from 'vitest'
import { openBatches, zipOf } from './batches/open-batches.ts'
import { adjuster } from './open-test-api.ts'
import { ASSESS } from './operations.ts'
import { anotherPhoto, photoFile } from './photos.ts'

const busyDisk = () => Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
const busyBucket = () =>
  Object.assign(new Error('Please reduce your request rate'), {
    name: 'SlowDown',
    $metadata: { httpStatusCode: 503 },
  })

/** The API, whose photos cannot be read for the model so many times. */
async function openWithUnreadable(times: number, error: () => Error, retrySeconds = 0) {
  const test = await openBatches({ settings: { retrySeconds } })
  const { read } = test.photos
  let left = times
  test.photos.read = (...args) => (left-- > 0 ? Promise.reject(error()) : read(...args))
  return test
}

it.each([
  ['disk', busyDisk],
  ['bucket', busyBucket],
])('fails no photo of a batch because the %s it is on is busy', async (_what, error) => {
  const { send, ended } = await openWithUnreadable(2, error)
  const { id } = await send(await zipOf({ 'a.png': await anotherPhoto() }))
  expect(await ended(id, undefined, 20)).toMatchObject({ state: 'FINISHED', done: 1, failed: 0 })
})

it('tries again while somebody waits', async () => {
  const { upload } = await openWithUnreadable(1, busyDisk, 5)
  const { data } = await upload(ASSESS, await photoFile(), adjuster)
  expect(data.assessDamage.status).toBe('SUCCEEDED')
})

it('tells whoever waits to come again where it takes too long, and assesses the photo then', async () => {
  const { upload } = await openWithUnreadable(1, busyDisk)
  const file = await photoFile()
  const first = await upload(ASSESS, file, adjuster, { key: 'k' })
  expect(first.data.assessDamage).toMatchObject({ __typename: 'ModelUnavailable', retryAfterSeconds: 10 })
  const second = await upload(ASSESS, file, adjuster, { key: 'k' })
  expect(second.data.assessDamage.status).toBe('SUCCEEDED')
})
