import { describe, expect, it, vi } from 'vitest'
import { createRandom } from '../../bench/faults/random.ts'
import { wrongWith } from '../../bench/fuzz/graphql-answer.ts'
import { seedPhotos, wrongWithPhoto } from '../../bench/fuzz/photos.ts'
import { wrongWithVerify } from '../../bench/fuzz/random-signature.ts'
import { zipShapes } from '../../bench/fuzz/random-zip.ts'
import { fuzzGraphql } from '../../bench/fuzz/run-graphql.ts'
import { type Fetch, sendZip } from '../../bench/fuzz/send-zip.ts'
import { openBatches } from '../api/batches/open-batches.ts'
import { ASSESS } from '../api/operations.ts'
import { anotherPhoto, photoFile } from '../api/photos.ts'

vi.setConfig({ testTimeout: 120_000 })

/** The API, its batches and the edge, asked as a server would be, without a port. */
async function openSystem() {
  const test = await openBatches()
  const fetch: Fetch = async (path, init) => {
    const request = new Request(new URL(path, 'http://api.test'), { duplex: 'half', ...init } as RequestInit)
    if (path.startsWith('/graphql')) return test.graphql(request)
    return path.startsWith('/batches') ? test.request(path, init) : test.edge.fetch(request)
  }
  return { ...test, fetch }
}

describe('whatever is asked', () => {
  it('GraphQL answers with data or a reason, and tells nothing of its inside', async () => {
    const { fetch, upload, ask } = await openSystem()
    const { id, claim, photo, damages } = (await upload(ASSESS, await photoFile())).data.assessDamage
    const ids = [id, claim.id, photo.id, ...damages.map((one: { id: string }) => one.id)]
    const wrong = await fuzzGraphql(fetch, () => ids, { count: 60, seed: 7, concurrency: 1 })
    expect(wrong).toEqual([])
    expect((await ask('{ __typename }')).data).toEqual({ __typename: 'Query' })
  })

  it('a subscription to nothing is refused with a reason', async () => {
    const { ask } = await openSystem()
    for (const query of [
      'subscription { assessmentUpdated(id: "c.a") @include(if: false) { id } }',
      'subscription { ...F @skip(if: true) } fragment F on Subscription { assessmentUpdated(id: "c.a") { id } }',
    ]) {
      const { errors } = await ask(query)
      expect(errors?.[0]?.message).toMatch(/^Expected a subscription to its one field but received @/)
    }
  })

  it('a changed photo is taken or refused', async () => {
    const { fetch } = await openSystem()
    const photos = await seedPhotos()
    const random = createRandom(7)
    for (let i = 0; i < 20; i++)
      expect(await wrongWithPhoto(fetch, random.pick(photos)[1], random)).toBeNull()
  })

  it.each(zipShapes)(
    'a zip with $name is refused, or each of its entries ends with a result or a reason',
    async ({ make }) => {
      const { fetch } = await openSystem()
      const photo = await anotherPhoto()
      expect(
        await sendZip(
          fetch,
          make(createRandom(1), () => photo),
          60,
        ),
      ).toBeNull()
    },
  )

  it('a webhook is believed just where its sender, its time and every byte of it are true', () => {
    for (let seed = 1; seed <= 5000; seed++) expect(wrongWithVerify(createRandom(seed))).toBeNull()
  })
})

describe('an answer is wrong', () => {
  const answer = (text: string, status = 200) => ({ status, contentType: 'application/json', text })
  it.each([
    ['with a status of 500', answer('{"errors":[]}', 500)],
    ['without JSON', answer('<h1>oops</h1>')],
    ['with neither data nor errors', answer('{}')],
    ['with an error that has no code', answer('{"errors":[{"message":"no"}]}')],
    ['with what nobody foresaw', answer('{"errors":[{"message":"no","extensions":{"code":"INTERNAL"}}]}')],
    [
      'that shows a stack',
      answer('{"errors":[{"message":"x at foo (/srv/api/yoga.ts:1)","extensions":{"code":"A"}}]}'),
    ],
  ])('%s', (_, received) => expect(wrongWith(received)).not.toBeNull())
})
