import { describe, expect, it } from 'vitest'
import { ModelAnswerInvalid, ModelRefused } from '../../api/model/errors.ts'
import { answer, down, scratch, silent } from './fake-model.ts'
import { adjuster, openTestApi, submitter } from './open-test-api.ts'
import { ASSESS, CLAIM, CREATE } from './operations.ts'
import { photoFile } from './photos.ts'

describe('assessDamage', () => {
  it('adds a photo to the claim that is named', async () => {
    const { ask, upload } = await openTestApi()
    const { data: created } = await ask(CREATE, { input: { reference: 'A-1' } })
    const claim = created.createClaim.id
    await upload(ASSESS, await photoFile(), submitter, { claim })
    await upload(ASSESS, await photoFile(), submitter, { claim })
    const { data } = await ask(CLAIM, { id: claim })
    expect(data.claim).toMatchObject({
      reference: 'A-1',
      assessments: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }],
    })
    expect(data.claim.photos).toHaveLength(2)
    expect(data.claim.damages).toHaveLength(2)
  })

  it('scales what the model says of the prepared picture to the original', async () => {
    const { ask, upload, model, photos } = await openTestApi()
    // The tiny model's pictures are at most 640 pixels long.
    const half = {
      ...answer,
      width: 640,
      height: 480,
      damages: [
        {
          ...scratch,
          polygon: [[160, 160]],
          polygons: [
            [
              [160, 160],
              [320, 160],
              [320, 240],
            ],
          ],
        },
      ],
    }
    model.behave(() => half as typeof answer)
    const { data } = await upload(ASSESS, await photoFile())
    expect(model.requests[0]).toMatchObject({ prepared: 'tiny-640' })
    const read = await ask(
      `query ($id: ID!) { node(id: $id) { ... on Damage { polygons(space: PIXEL) box(space: PIXEL) photo { width } } } }`,
      {
        id: data.assessDamage.damages[0].id,
      },
    )
    expect(read.data.node).toEqual({
      polygons: [
        [
          [200, 200],
          [400, 200],
          [400, 300],
        ],
      ],
      box: [250, 250, 200, 100],
      photo: { width: 800 },
    })
    expect((await photos.get(data.assessDamage.photo.id))?.state).toBe('READY')
  })

  it('hands over the original when the endpoint has another preprocessing by now', async () => {
    const { upload, model } = await openTestApi()
    model.behave(({ prepared }) => {
      if (prepared) throw new ModelRefused('PREPROCESSING_MISMATCH', 'another one')
      return answer
    })
    const { data } = await upload(ASSESS, await photoFile())
    expect(data.assessDamage.status).toBe('SUCCEEDED')
    expect(model.requests.map(({ prepared }) => prepared)).toEqual(['tiny-640', undefined])
  })

  it('says that no vehicle is in view, and stores that as the result', async () => {
    const { ask, upload, model } = await openTestApi()
    model.behave(() => ({ ...answer, vehicle: false, damaged: false, damages: [], parts: [] }))
    const { data } = await upload(ASSESS, await photoFile())
    expect(data.assessDamage).toMatchObject({
      __typename: 'NoVehicle',
      code: 'NO_VEHICLE',
      assessment: {
        status: 'FAILED',
        failure: { code: 'NO_VEHICLE' },
        damages: [],
        quality: { reason: 'no_vehicle', shouldRetake: true },
      },
    })
    const { data: again } = await ask(`query ($id: ID!) { assessment(id: $id) { status vehicle } }`, {
      id: data.assessDamage.assessment.id,
    })
    expect(again.assessment).toEqual({ status: 'FAILED', vehicle: false })
  })

  it.each([
    ['an implausible damage', { ...scratch, plausible: false }, 'IMPLAUSIBLE_DAMAGE'],
    ['a doubtful damage', { ...scratch, confidence: 0.4 }, 'LOW_CONFIDENCE'],
    ['a severe damage', { ...scratch, severity: 'severe' as const }, 'SEVERE_DAMAGE'],
  ])('asks for a review of %s', async (_name, damage, reason) => {
    const { upload, model } = await openTestApi()
    model.behave(() => ({ ...answer, damages: [damage] }))
    const { data } = await upload(ASSESS, await photoFile())
    expect(data.assessDamage).toMatchObject({ status: 'NEEDS_REVIEW', reviewReasons: [reason] })
  })

  it.each([
    ['text', new Blob(['hello']), { __typename: 'UnsupportedPhoto', code: 'PHOTO_UNSUPPORTED' }],
    ['nothing', new Blob([]), { __typename: 'PhotoRejected', reason: 'PHOTO_EMPTY', shouldRetake: true }],
    [
      '50 MB',
      new Blob([new Uint8Array(50_000_000)]),
      { __typename: 'PhotoTooLarge', bytes: 50_000_000, maxBytes: 41_943_040 },
    ],
  ])('refuses %s by name, and opens no claim', async (_name, file, expected) => {
    const { ask, upload } = await openTestApi()
    const { data } = await upload(ASSESS, file)
    expect(data.assessDamage).toMatchObject(expected)
    expect((await ask('{ claims { nodes { id } } }')).data.claims.nodes).toEqual([])
  })

  it('refuses ids that it does not know', async () => {
    const { ask, upload } = await openTestApi()
    const unknown = await ask(ASSESS, { photo: `p${'0'.repeat(32)}` })
    expect(unknown.data.assessDamage).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' })
    const noClaim = await upload(ASSESS, await photoFile(), adjuster, { claim: '0'.repeat(20) })
    expect(noClaim.data.assessDamage).toMatchObject({
      __typename: 'NotFound',
      message: expect.stringContaining('Claim'),
    })
    const malformed = await ask(ASSESS, { photo: 'T#x', claim: '../..' })
    expect(malformed.data.assessDamage.code).toBe('NOT_FOUND')
  })

  it('takes no photo into a closed claim', async () => {
    const { ask, upload } = await openTestApi()
    const { data: created } = await ask(CREATE)
    const claim = created.createClaim.id
    await ask('mutation ($id: ID!) { closeClaim(id: $id) { ... on Claim { status } } }', { id: claim })
    const { data } = await upload(ASSESS, await photoFile(), adjuster, { claim })
    expect(data.assessDamage).toMatchObject({ __typename: 'Conflict', code: 'CONFLICT' })
  })

  describe('while the model', () => {
    it('is down, fails with a time to come back, and stores that', async () => {
      const { upload, model, ask } = await openTestApi()
      model.behave(down)
      const { data } = await upload(ASSESS, await photoFile())
      expect(data.assessDamage).toMatchObject({
        __typename: 'ModelUnavailable',
        code: 'MODEL_UNAVAILABLE',
        retryAfterSeconds: 10,
      })
      const { data: claims } = await ask('{ claims { nodes { assessments { status failure { code } } } } }')
      expect(claims.claims.nodes).toEqual([
        { assessments: [{ status: 'FAILED', failure: { code: 'MODEL_UNAVAILABLE' } }] },
      ])
    })

    it('is down for a moment only, tries again', async () => {
      const { upload, model } = await openTestApi({ settings: { retrySeconds: 5 } })
      model.behave((_request, count) => (count < 3 ? down() : answer))
      const { data } = await upload(ASSESS, await photoFile())
      expect(data.assessDamage.status).toBe('SUCCEEDED')
      expect(model.requests).toHaveLength(3)
    })

    it('is slow, returns the assessment as it stands, which ends later', async () => {
      const { upload, ask, model } = await openTestApi()
      let finish: () => void = () => {}
      model.behave(() => new Promise((resolve) => (finish = () => resolve(answer))))
      const { data } = await upload(ASSESS, await photoFile(), adjuster, { wait: 0.3 })
      expect(data.assessDamage).toMatchObject({ status: 'RUNNING', damages: [] })
      finish()
      await expect
        .poll(
          async () =>
            (await ask(`{ assessment(id: "${data.assessDamage.id}") { status } }`)).data.assessment.status,
        )
        .toBe('SUCCEEDED')
    })

    it('has as many photos waiting as it may, refuses another one at once, stores nothing of it, and takes it later', async () => {
      const { upload, ask, model } = await openTestApi({ settings: { concurrency: 1, queue: 2 } })
      const finish: (() => void)[] = []
      model.behave(() => new Promise((resolve) => finish.push(() => resolve(answer))))
      const taken: string[] = []
      for (let i = 0; i < 3; i++) {
        const { data } = await upload(ASSESS, await photoFile(), adjuster, { wait: 0 })
        taken.push(data.assessDamage.id)
      }
      const file = await photoFile()
      for (const variables of [{}, { key: 'k' }]) {
        const { data } = await upload(ASSESS, file, adjuster, variables)
        expect(data.assessDamage).toMatchObject({
          __typename: 'ModelUnavailable',
          retryAfterSeconds: expect.any(Number),
          message: expect.stringContaining('SERVER_BUSY'),
        })
        expect(data.assessDamage.retryAfterSeconds).toBeGreaterThan(0)
      }
      const status = async (id: string) =>
        (await ask(`{ assessment(id: "${id}") { status } }`)).data.assessment.status
      for (const [i, id] of taken.entries()) {
        await expect.poll(() => finish.length).toBe(i + 1)
        finish[i]?.()
        await expect.poll(() => status(id)).toBe('SUCCEEDED')
      }
      model.behave(() => answer)
      const { data } = await upload(ASSESS, file, adjuster, { key: 'k' })
      expect(data.assessDamage.status).toBe('SUCCEEDED')
      expect((await ask('{ claims { nodes { id } } }')).data.claims.nodes).toHaveLength(4)
    })

    it('is asked for more at once than may wait, takes as many as it may and does nothing for the others', async () => {
      const { upload, ask, model, blobs } = await openTestApi({ settings: { concurrency: 1, queue: 2 } })
      model.behave(silent)
      const files = await Promise.all(Array.from({ length: 8 }, photoFile))
      const answers = await Promise.all(files.map((file) => upload(ASSESS, file, adjuster, { wait: 0 })))
      const types = answers.map(({ data }) => data.assessDamage.__typename).sort()
      expect(types).toEqual([...Array(3).fill('Assessment'), ...Array(5).fill('ModelUnavailable')])
      expect((await ask('{ claims { nodes { id } } }')).data.claims.nodes).toHaveLength(3)
      expect((await blobs.list('photos/')).filter((key) => key.endsWith('/original'))).toHaveLength(3)
    })

    it('answers garbage, fails with a typed error', async () => {
      const { upload, model } = await openTestApi()
      model.behave(() => {
        throw new ModelAnswerInvalid('no JSON')
      })
      const { data } = await upload(ASSESS, await photoFile())
      expect(data.assessDamage).toMatchObject({ __typename: 'ModelUnavailable' })
    })

    it('fails in a way that nobody foresaw, ends all the same', async () => {
      const { upload, model, ask } = await openTestApi()
      model.behave(() => {
        throw new TypeError('undefined is not a function')
      })
      const { data } = await upload(ASSESS, await photoFile())
      expect(data.assessDamage.__typename).toBe('ModelUnavailable')
      const { data: claims } = await ask('{ claims { nodes { assessments { failure { code } } } } }')
      expect(claims.claims.nodes[0].assessments[0].failure.code).toBe('INTERNAL')
    })

    it('refuses the photo, says why', async () => {
      const { upload, model } = await openTestApi()
      model.behave(() => {
        throw new ModelRefused('PHOTO_DAMAGED', 'cut short')
      })
      const { data } = await upload(ASSESS, await photoFile())
      expect(data.assessDamage).toMatchObject({
        __typename: 'PhotoRejected',
        reason: 'PHOTO_DAMAGED',
        shouldRetake: true,
      })
    })
  })

  it.each([
    ['wait', { wait: 90 }],
    ['idempotencyKey', { key: 'with blanks' }],
  ])('refuses a bad %s by its field', async (field, variables) => {
    const { upload } = await openTestApi()
    const { data } = await upload(ASSESS, await photoFile(), adjuster, variables)
    expect(data.assessDamage).toMatchObject({ __typename: 'ValidationFailed', fields: [{ field }] })
  })
})

describe('an idempotency key', () => {
  it('makes the same request happen once, also when it arrives several times at once', async () => {
    const { upload, ask, model } = await openTestApi()
    const file = await photoFile()
    const answers = await Promise.all([1, 2, 3, 4].map(() => upload(ASSESS, file, adjuster, { key: 'k' })))
    const later = await upload(ASSESS, file, adjuster, { key: 'k' })
    const ids = new Set([...answers, later].map(({ data }) => data.assessDamage.id))
    expect(ids.size).toBe(1)
    expect([...ids][0]).toMatch(/./)
    expect(model.requests).toHaveLength(1)
    expect((await ask('{ claims { nodes { id } } }')).data.claims.nodes).toHaveLength(1)
  })

  it('is refused for another request', async () => {
    const { upload } = await openTestApi()
    await upload(ASSESS, await photoFile(), adjuster, { key: 'k' })
    const { data } = await upload(ASSESS, await photoFile(), adjuster, { key: 'k' })
    expect(data.assessDamage).toMatchObject({
      __typename: 'IdempotencyConflict',
      code: 'IDEMPOTENCY_CONFLICT',
    })
  })

  it('belongs to one tenant', async () => {
    const { upload } = await openTestApi()
    const file = await photoFile()
    const first = await upload(ASSESS, file, adjuster, { key: 'k' })
    const second = await upload(ASSESS, await photoFile(), { ...adjuster, tenant: 'other' }, { key: 'k' })
    expect(second.data.assessDamage.__typename).toBe('Assessment')
    expect(second.data.assessDamage.id).not.toBe(first.data.assessDamage.id)
  })

  it('tries again under the same claim what had failed for want of a model', async () => {
    const { upload, ask, model } = await openTestApi()
    const file = await photoFile()
    model.behave(down)
    const failed = await upload(ASSESS, file, adjuster, { key: 'k' })
    expect(failed.data.assessDamage.__typename).toBe('ModelUnavailable')
    model.behave(() => answer)
    const { data } = await upload(ASSESS, file, adjuster, { key: 'k' })
    expect(data.assessDamage.status).toBe('SUCCEEDED')
    const { data: claims } = await ask('{ claims { nodes { assessments { status } } } }')
    expect(claims.claims.nodes).toEqual([{ assessments: [{ status: 'FAILED' }, { status: 'SUCCEEDED' }] }])
  })
})

describe('an interrupted assessment', () => {
  it('is taken over when its worker stops, and ends once', async () => {
    const first = await openTestApi()
    first.model.behave(silent)
    const { data } = await first.upload(ASSESS, await photoFile(), adjuster, { wait: 0.2 })
    expect(data.assessDamage.status).toBe('RUNNING')
    await first.api.runner.stop()

    const second = await openTestApi({ table: first.api.table })
    second.model.behave(() => answer)
    second.api.photos.read = first.photos.read
    expect(await second.api.runner.recover()).toBe(1)
    const status = async () =>
      (await second.ask(CLAIM, { id: data.assessDamage.claim.id })).data.claim.assessments
    await expect.poll(status).toMatchObject([{ status: 'SUCCEEDED' }])
    expect(await second.api.runner.recover()).toBe(0)
  })

  it('stays with a worker that may be alive, until its lease has run out', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    const clock = () => now
    const first = await openTestApi({ clock, settings: { leaseSeconds: 60 } })
    first.model.behave(silent)
    const { data } = await first.upload(ASSESS, await photoFile(), adjuster, { wait: 0.2 })
    const second = await openTestApi({ table: first.api.table, clock })
    second.api.photos.read = first.photos.read
    const status = async () =>
      (await second.ask(CLAIM, { id: data.assessDamage.claim.id })).data.claim.assessments[0].status

    await second.api.runner.recover()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(second.model.requests).toHaveLength(0)
    expect(await status()).toBe('RUNNING')

    now += 61_000
    await second.api.runner.recover()
    await expect.poll(status).toBe('SUCCEEDED')
    // The first worker wakes up: it has lost the assessment and changes nothing.
    await first.api.runner.stop()
    expect(await status()).toBe('SUCCEEDED')
  })

  it('fails when it has killed its worker again and again', async () => {
    const { api, upload, ask, model } = await openTestApi({ settings: { maxAttempts: 2 } })
    model.behave(silent)
    const { data } = await upload(ASSESS, await photoFile(), adjuster, { wait: 0.1 })
    const { id, claim } = data.assessDamage
    await api.runner.stop()
    // As crashes leave it: begun, never ended.
    await api.claims.change(adjuster, claim.id, (file) => ({
      assessments: file.assessments.map((one) => ({ ...one, attempts: 2, status: 'RUNNING' as const })),
      result: null,
    }))
    const next = await openTestApi({ table: api.table, settings: { maxAttempts: 2 } })
    await next.api.runner.recover({ alone: true })
    await expect
      .poll(
        async () =>
          (await ask(`{ assessment(id: "${id}") { failure { code } } }`)).data.assessment.failure?.code,
      )
      .toBe('INTERRUPTED')
    expect(next.model.requests).toHaveLength(0)
  })
})

describe('assessmentUpdated', () => {
  it('tells every status until the last', async () => {
    const { upload, send, model } = await openTestApi()
    let finish: () => void = () => {}
    model.behave(() => new Promise((resolve) => (finish = () => resolve(answer))))
    const { data } = await upload(ASSESS, await photoFile(), adjuster, { wait: 0.2 })
    const query = `subscription { assessmentUpdated(id: "${data.assessDamage.id}") { status damages { type } } }`
    const response = await send(
      new Request(`http://api.test/graphql?query=${encodeURIComponent(query)}`, {
        headers: { Accept: 'text/event-stream' },
      }),
    )
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    setTimeout(() => finish(), 20)
    const statuses = [...(await response.text()).matchAll(/^data: (\{.+)$/gm)].map(
      ([, json]) => JSON.parse(json as string).data.assessmentUpdated,
    )
    expect(statuses).toEqual([
      { status: 'RUNNING', damages: [] },
      { status: 'SUCCEEDED', damages: [{ type: 'scratch' }] },
    ])
  })
})
