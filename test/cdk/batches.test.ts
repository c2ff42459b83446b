import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unzip, zipOf } from '../api/batches/open-batches.ts'
import { anotherPhoto } from '../api/photos.ts'
import objectCreatedEvent from '../edge/fixtures/object-created-event.json' with { type: 'json' }
import { functionUrlEvent } from './function-url-event.ts'
import { type Cloud, startCloud } from './start-cloud.ts'
import type { RunningFunction } from './start-function.ts'
import { hasMoto } from './start-moto.ts'

const nowhere = 'http://127.0.0.1:9'

describe.skipIf(!hasMoto)(
  "batches on the functions (skipped where .venv has no emulator: pip install 'moto[server]')",
  { timeout: 240_000 },
  () => {
    let cloud: Cloud
    let api: RunningFunction
    let batches: RunningFunction
    let photos: RunningFunction[]
    let s3Events: NodeJS.Timeout
    beforeAll(async () => {
      cloud = await startCloud()
      api = cloud.start('Api', 'api')
      batches = cloud.start('BatchWorker', 'batches')
      photos = [cloud.start('PhotoWorker', 'batches'), cloud.start('PhotoWorker', 'batches')]
      s3Events = tellOfUploads(cloud)
    }, 240_000)
    afterAll(async () => {
      clearInterval(s3Events)
      await cloud?.stop()
    }, 60_000)

    const viewer = () => ({
      'x-viewer-host': 'claims.example.com',
      'x-viewer-authorization': `Bearer ${cloud.key}`,
    })
    const request = async (
      method: string,
      url: string,
      body?: Uint8Array | string,
      from: object = viewer(),
    ) => {
      const headers = from as Record<string, string>
      const answer = await api.call(functionUrlEvent(method, url, { headers, ...(body && { body }) }))
      const text = answer.isBase64Encoded
        ? Buffer.from(answer.body, 'base64').toString()
        : (answer.body ?? '')
      return { ...answer, json: /^[[{]/.test(text) ? JSON.parse(text) : null }
    }
    async function graphql(query: string, variables: object = {}) {
      const from = { ...viewer(), 'content-type': 'application/json' }
      const { json } = await request('POST', '/graphql', JSON.stringify({ query, variables }), from)
      expect(json.errors).toBeUndefined()
      return json.data
    }
    const status = async (id: string) => (await request('GET', `/batches/${id}`)).json

    /** Everything that a queue holds. */
    async function drain(queue: string) {
      const all: Awaited<ReturnType<Cloud['receive']>> = []
      for (;;) {
        const some = await cloud.receive(queue)
        if (some.length === 0) return all
        all.push(...some)
      }
    }
    type Message = Awaited<ReturnType<typeof drain>>[number]

    /** Hands one message to a worker until it is worked through, and takes it out of the queue, as Lambda does. */
    async function work(fn: RunningFunction, message: Message, handler: string, queue: string) {
      for (;;) {
        const { batchItemFailures } = await fn.call({ Records: [message] }, handler)
        if (batchItemFailures.length === 0) break
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      await cloud.forget(message, queue)
    }
    const workBatch = (message: Message) => work(batches, message, 'batches', cloud.batchQueue)
    const workPhoto = (message: Message, fn = photos[0]!) =>
      work(fn, message, 'photos', cloud.batchPhotoQueue)

    async function start(files: Record<string, Uint8Array | string>, query = '') {
      const sent = await request('POST', `/batches${query}`, await zipOf(files))
      expect(sent.statusCode).toBe(201)
      return sent.json.id as string
    }

    it('end with one assessment for each photo of a zip, though messages come twice, at once and in another order', async () => {
      const large = await largePhoto()
      expect(large.length).toBeGreaterThan(5_000_000)
      const names = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png']
      const files = Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await anotherPhoto()] as const)),
      )
      const zip = await zipOf({ ...files, 'large.png': large, 'notes.txt': 'no photo' })

      // Larger than what a function takes: it goes to the bucket directly.
      const upload = (await request('POST', '/batches/uploads')).json
      expect(upload.maxBytes).toBe(5 * 1024 ** 3)
      expect(new URL(upload.url).pathname).toBe(`/photos/zips/${upload.id}`)
      const put = await fetch(upload.url, { method: 'PUT', body: new Uint8Array(zip) })
      expect(put.status).toBe(200)
      const sent = await request('POST', `/batches?upload=${upload.id}&name=hail`)
      expect([sent.statusCode, sent.json.state]).toEqual([201, 'LISTING'])
      const { id } = sent.json

      const [planned] = await drain(cloud.batchQueue)
      expect(JSON.parse(planned!.body)).toEqual({ tenant: 'acme', batch: id })
      expect(planned!.attributes.MessageGroupId).toBe(Buffer.from('acme').toString('base64url'))
      await workBatch(planned!)
      expect(await status(id)).toMatchObject({ state: 'RUNNING', total: 7, waiting: 7 })
      // Redelivered: its photos come a second time.
      await workBatch(planned!)
      const messages = await drain(cloud.batchPhotoQueue)
      expect(messages.map(({ body }) => JSON.parse(body).entry).sort()).toEqual([
        1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7,
      ])
      // In another order, and the same photo with two workers at once.
      const [forwards, backwards] = [messages.slice(0, 7), messages.slice(7).reverse()]
      const inTurn = async (mine: Message[], fn: RunningFunction) => {
        for (const message of mine) await workPhoto(message, fn)
      }
      await Promise.all([
        inTurn(forwards, photos[0]!),
        inTurn(backwards, photos[1]!),
        workPhoto(forwards[0]!, photos[1]!),
      ])
      // And once more after all is over.
      for (const message of messages) await workPhoto(message)
      await workBatch(planned!)

      expect(await status(id)).toMatchObject({ state: 'FINISHED', total: 7, done: 6, failed: 1, waiting: 0 })
      const data = await graphql(
        `query ($id: ID!) { batch(id: $id) { entries(first: 10) { nodes { name state failure { code } assessment { id } } } }
          claims(first: 50) { nodes { assessments { id status } } } }`,
        { id },
      )
      const assessments = data.claims.nodes.flatMap((claim: any) => claim.assessments)
      const entries = data.batch.entries.nodes
      expect(assessments.every((one: any) => /SUCCEEDED|NEEDS_REVIEW/.test(one.status))).toBe(true)
      expect(assessments.map((one: any) => one.id).sort()).toEqual(
        entries.flatMap((entry: any) => entry.assessment?.id ?? []).sort(),
      )
      expect(new Set(assessments.map((one: any) => one.id)).size).toBe(6)
      expect(entries.at(-1)).toMatchObject({ name: 'notes.txt', failure: { code: 'PHOTO_UNSUPPORTED' } })

      // Whoever listens is told, once for each end.
      const bus = await cloud.listenToBus()
      const events = cloud.start('Events', 'events')
      expect(await events.call(await cloud.streamOf(id, 'BATCH'))).toEqual({ batchItemFailures: [] })
      const told = (await drain(bus)).map(({ body }) => JSON.parse(body))
      expect(told).toMatchObject([
        {
          source: 'dentgraph',
          'detail-type': 'Batch ended',
          resources: [id],
          detail: {
            tenant: 'acme',
            batchId: id,
            state: 'FINISHED',
            total: 7,
            done: 6,
            failed: 1,
            cancelled: 0,
          },
        },
      ])

      // The results are made when they are asked for, and lie in the bucket then.
      const { links } = await status(id)
      const asked = await request('GET', links.zip, undefined, { 'x-viewer-host': 'claims.example.com' })
      expect([asked.statusCode, asked.headers['retry-after'], asked.json.state]).toEqual([
        202,
        '10',
        'PREPARING',
      ])
      expect((await request('GET', links.zip)).statusCode).toBe(202)
      const orders = await drain(cloud.batchQueue)
      expect(orders.map(({ body }) => JSON.parse(body).results)).toEqual(['results.zip'])
      await workBatch(orders[0]!)
      const made = await request('GET', links.zip, undefined, { 'x-viewer-host': 'claims.example.com' })
      expect(made.statusCode).toBe(302)
      const results = await unzip(Buffer.from(await (await fetch(made.headers.location)).arrayBuffer()))
      expect([...results.keys()].sort()).toEqual(
        [
          ...[...names, 'large.png'].map((name) => `photos/${name.replace('.png', '')}.annotated.jpg`),
          'results.jsonl',
          'summary.csv',
        ].sort(),
      )
      expect(results.get('results.jsonl')!.toString().trim().split('\n')).toHaveLength(7)
      expect(await sharp(results.get('photos/large.annotated.jpg')!).metadata()).toMatchObject({
        format: 'jpeg',
      })
    })

    it('wait while the model is down, are not handed over as if a person waited, and are found when messages are lost', async () => {
      const id = await start({ 'a.png': await anotherPhoto() })
      const [planned] = await drain(cloud.batchQueue)
      await workBatch(planned!)
      const [photo] = await drain(cloud.batchPhotoQueue)
      const without = cloud.start('PhotoWorker', 'batches', { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: nowhere })
      expect(await without.call({ Records: [photo] }, 'photos')).toEqual({
        batchItemFailures: [{ itemIdentifier: photo!.messageId }],
      })
      expect(await status(id)).toMatchObject({ state: 'RUNNING', failed: 0, waiting: 1 })
      // Its assessment is open, and the work queue is empty: the sweep of what people wait for leaves it alone.
      const sweep = cloud.start('Sweep', 'worker')
      expect(await sweep.call({}, 'sweep')).toEqual({ assessments: 0, erasures: 0 })
      // While its message is somewhere, it is not lost.
      expect(await batches.call({}, 'batches')).toMatchObject({ batches: 0 })
      await cloud.forget(photo!, cloud.batchPhotoQueue)
      expect(await batches.call({}, 'batches')).toMatchObject({ batches: 1 })
      const [found] = await drain(cloud.batchQueue)
      await workBatch(found!)
      for (const message of await drain(cloud.batchPhotoQueue)) await workPhoto(message)
      expect(await status(id)).toMatchObject({ state: 'FINISHED', done: 1, failed: 0 })
    })

    it('are cancelled, and retried, by messages of their own', async () => {
      const pictures = { 'a.png': await anotherPhoto(), 'b.png': await anotherPhoto() }
      const id = await start({ ...pictures, 'c.zip': 'PK' })
      for (const message of await drain(cloud.batchQueue)) await workBatch(message)
      const [first, second] = await drain(cloud.batchPhotoQueue)
      await workPhoto(first!)
      await graphql('mutation ($id: ID!) { cancelBatch(id: $id) { __typename } }', { id })
      for (const message of await drain(cloud.batchQueue)) await workBatch(message)
      await workPhoto(second!)
      expect(await status(id)).toMatchObject({ state: 'CANCELLED', done: 1, cancelled: 1, failed: 1 })
      await graphql('mutation ($id: ID!) { retryBatch(id: $id) { __typename } }', { id })
      for (const message of await drain(cloud.batchQueue)) await workBatch(message)
      expect(await drain(cloud.batchPhotoQueue)).toEqual([])
      expect(await status(id)).toMatchObject({ state: 'FINISHED', done: 1, cancelled: 1, failed: 1 })
    })

    it('keep few photos in the queue of an asynchronous model, each until its answer is there', async () => {
      const later = await cloud.startAsyncEndpoint()
      const where = { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: later.url }
      const id = await start({ 'a.png': await anotherPhoto() })
      for (const message of await drain(cloud.batchQueue)) await workBatch(message)
      const [photo] = await drain(cloud.batchPhotoQueue)
      const waiting = cloud.start('PhotoWorker', 'batches', where, 'async')
      const ended = workPhoto(photo!, waiting)
      await expect.poll(() => later.submitted.length, { timeout: 60_000 }).toBe(1)
      const notification = await later.answer()
      const answers = cloud.start('Answered', 'worker', where, 'async')
      const message = { ...photo!, messageId: 'n1', body: JSON.stringify(notification) }
      expect(await answers.call({ Records: [message] }, 'answers')).toEqual({ batchItemFailures: [] })
      await ended
      expect(later.submitted).toHaveLength(1)
      expect(await status(id)).toMatchObject({ state: 'FINISHED', done: 1 })
    })

    it('keep those messages that cannot be worked through', async () => {
      const bad = {
        messageId: 'bad',
        receiptHandle: 'r',
        body: 'no message of ours',
        attributes: { ApproximateReceiveCount: '1' },
      }
      const kept = { batchItemFailures: [{ itemIdentifier: 'bad' }] }
      expect(await batches.call({ Records: [bad] }, 'batches')).toEqual(kept)
      expect(await photos[0]!.call({ Records: [bad] }, 'photos')).toEqual(kept)
      const unknown = { ...bad, body: JSON.stringify({ tenant: 'acme', batch: 'b1', results: 'photos.exe' }) }
      expect(await batches.call({ Records: [unknown] }, 'batches')).toEqual(kept)
      // A result that could not be made is given up, for whoever asks again.
      const tired = { ...unknown, attributes: { ApproximateReceiveCount: '4' } }
      expect(await batches.call({ Records: [tired] }, 'batches')).toEqual({ batchItemFailures: [] })
    })
  },
)

/** Larger than a function takes; grainy, because what packs too well passes for a bomb. */
async function largePhoto(): Promise<Buffer> {
  const { data, info } = await sharp(await anotherPhoto())
    .resize(1600, 1200)
    .raw()
    .toBuffer({ resolveWithObject: true })
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) ^ ((Math.imul(i, 2_654_435_761) >>> 27) & 7)
  return sharp(data, { raw: info }).png({ compressionLevel: 0 }).toBuffer()
}

/** S3 tells the edge of what arrives for large photos, once for each. */
function tellOfUploads(cloud: Cloud): NodeJS.Timeout {
  const told = new Set<string>()
  return setInterval(async () => {
    for (const key of await cloud.list('incoming/')) {
      if (told.has(key)) continue
      told.add(key)
      const event = structuredClone(objectCreatedEvent)
      event.Records[0]!.s3.object.key = key
      await cloud.edge.call(event)
    }
  }, 200)
}
