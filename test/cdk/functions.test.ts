import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClaims } from '../../api/domain/claims.ts'
import { anotherPhoto } from '../api/photos.ts'
import objectCreatedEvent from '../edge/fixtures/object-created-event.json' with { type: 'json' }
import { functionUrlEvent } from './function-url-event.ts'
import { type Cloud, region, startCloud } from './start-cloud.ts'
import type { RunningFunction } from './start-function.ts'
import { hasMoto } from './start-moto.ts'

describe.skipIf(!hasMoto)(
  "the functions (skipped where .venv has no emulator: pip install 'moto[server]')",
  () => {
    let cloud: Cloud
    let api: RunningFunction
    let worker: RunningFunction
    beforeAll(async () => {
      cloud = await startCloud()
      api = cloud.start('Api', 'api')
      worker = cloud.start('Worker', 'worker')
    }, 180_000)
    afterAll(() => cloud?.stop(), 60_000)

    const viewer = () => ({
      'x-viewer-host': 'claims.example.com',
      'x-viewer-authorization': `Bearer ${cloud.key}`,
    })

    async function graphql(query: string, variables: object = {}, fn = api) {
      const headers = { ...viewer(), 'content-type': 'application/json' }
      const answer = await fn.call(
        functionUrlEvent('POST', '/graphql', { headers, body: JSON.stringify({ query, variables }) }),
      )
      const { data, errors } = JSON.parse(
        answer.isBase64Encoded ? Buffer.from(answer.body, 'base64').toString() : answer.body,
      )
      expect([errors, fn.log.filter((line) => line.includes('"level":50'))]).toEqual([undefined, []])
      return { data }
    }

    const assess = `mutation ($photo: Photo!, $wait: Float) { assessDamage(photo: $photo, wait: $wait) {
    ... on Assessment { id status claim { id } damages { type areaPct polygon } } ... on Error { code message } } }`
    const status = async (claim: string) => {
      const answer = await graphql(
        'query ($id: ID!) { claim(id: $id) { assessments { id status } damages { type areaPct } } }',
        { id: claim },
      )
      return answer.data.claim
    }

    /** Brings a photo in, as a program does. */
    async function bring(): Promise<string> {
      const headers = { ...viewer(), 'content-type': 'image/jpeg' }
      const answer = await api.call(
        functionUrlEvent('POST', '/photos', { headers, body: await anotherPhoto() }),
      )
      expect(answer.statusCode).toBe(201)
      return JSON.parse(answer.body).id
    }

    /** Leaves an assessment to the workers. */
    async function queue(fn = api) {
      const { data } = await graphql(assess, { photo: await bring(), wait: 0 }, fn)
      expect(data.assessDamage.status).toBe('QUEUED')
      return data.assessDamage as { id: string; claim: { id: string } }
    }

    describe('on a function URL', () => {
      it('assess a photo that comes with the mutation, through the edge and with the real model', async () => {
        const form = new FormData()
        form.set('operations', JSON.stringify({ query: assess, variables: { photo: null } }))
        form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
        form.set('0', new Blob([await anotherPhoto()]), 'car.jpg')
        const request = new Request('http://x', { method: 'POST', body: form })
        const headers = { ...viewer(), 'content-type': request.headers.get('content-type')! }
        const body = new Uint8Array(await request.arrayBuffer())
        const answer = await api.call(functionUrlEvent('POST', '/graphql', { headers, body }))
        const { data } = JSON.parse(answer.body)
        expect(data.assessDamage.status).toMatch(/SUCCEEDED|NEEDS_REVIEW/)
        expect(data.assessDamage.damages.length).toBeGreaterThan(0)
        expect((await status(data.assessDamage.claim.id)).damages[0].areaPct).toBeGreaterThan(0)
      })

      it('let nobody in whom CloudFront did not vouch for', async () => {
        const body = JSON.stringify({ query: '{ __typename }' })
        const anonymous = functionUrlEvent('POST', '/graphql', {
          headers: { 'content-type': 'application/json', 'x-viewer-host': 'a.example' },
          body,
        })
        expect((await api.call(anonymous)).statusCode).toBe(401)
        // CloudFront's own signature arrives as Authorization, and is nobody's credentials.
        const signed = functionUrlEvent('POST', '/graphql', {
          headers: { ...anonymous.headers, authorization: `Bearer ${cloud.key}` },
          body,
        })
        expect((await api.call(signed)).statusCode).toBe(401)
        const photo = functionUrlEvent('POST', '/photos', {
          headers: { 'x-viewer-host': 'a.example' },
          body: await anotherPhoto(),
        })
        expect((await api.call(photo)).statusCode).toBe(401)
      })

      it('hand photos to the edge under a signature that holds', async () => {
        await bring()
        const { method, url, headers, bytes } = cloud.toEdge.at(-1)!
        expect(headers['x-amz-content-sha256']).toBe(createHash('sha256').update(bytes).digest('hex'))
        class Sha256 {
          hash: Hash | Hmac = createHash('sha256')
          constructor(secret?: any) {
            if (secret !== undefined) this.hash = createHmac('sha256', secret)
          }
          update(data: any) {
            this.hash.update(data)
          }
          async digest() {
            return this.hash.digest()
          }
          reset() {}
        }
        const signer = new SignatureV4({
          service: 'lambda',
          region,
          credentials: cloud.credentials,
          sha256: Sha256 as never,
        })
        const date = headers['x-amz-date']!.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')
        const names = /SignedHeaders=([^,]+)/.exec(headers.authorization!)![1]!.split(';')
        const again = await signer.sign(
          {
            method,
            protocol: 'http:',
            hostname: '127.0.0.1',
            path: url,
            headers: Object.fromEntries(
              names.filter((name) => !name.startsWith('x-amz-')).map((name) => [name, headers[name]!]),
            ),
            body: bytes,
          },
          { signingDate: new Date(date) },
        )
        expect(again.headers.authorization).toBe(headers.authorization)
      })

      it('lead to pictures under the address that the visitor sees', async () => {
        const id = await bring()
        await graphql(assess, { photo: id })
        const { data } = await graphql('query ($id: ID!) { photo(id: $id) { links { enhanced } } }', { id })
        const link = new URL(data.photo.links.enhanced)
        expect(link.origin).toBe('https://claims.example.com')
        const picture = await cloud.edge.call(functionUrlEvent('GET', `${link.pathname}${link.search}`))
        expect(picture.statusCode).toBe(302)
        expect(picture.headers.location).toContain(`photos/${id}/enhanced`)
      })
    })

    describe('on messages of the work queue', () => {
      it('assess what its caller did not wait for', async () => {
        const { claim } = await queue()
        const records = await cloud.receive()
        expect(records).toHaveLength(1)
        expect(await worker.call({ Records: records })).toEqual({ batchItemFailures: [] })
        expect((await status(claim.id)).assessments[0].status).toMatch(/SUCCEEDED|NEEDS_REVIEW/)
        // Delivered again, as queues do: nothing is left to do.
        expect(await worker.call({ Records: records })).toEqual({ batchItemFailures: [] })
      })

      it('keep those messages that cannot be worked through, and only those', async () => {
        await queue()
        const [good] = await cloud.receive()
        const bad = { ...good!, messageId: 'bad', body: 'no message of ours' }
        expect(await worker.call({ Records: [bad, good!] })).toEqual({
          batchItemFailures: [{ itemIdentifier: 'bad' }],
        })
      })

      it('wait while the model is down, without failing the assessment, and go on when it is back', async () => {
        const { claim } = await queue()
        const [record] = await cloud.receive()
        const without = cloud.start('Worker', 'worker', {
          AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: 'http://127.0.0.1:9',
          MODEL_RETRY: '0',
        })
        expect(await without.call({ Records: [record] })).toEqual({
          batchItemFailures: [{ itemIdentifier: record!.messageId }],
        })
        expect((await status(claim.id)).assessments[0].status).toBe('QUEUED')
        expect(await worker.call({ Records: [record] })).toEqual({ batchItemFailures: [] })
        expect((await status(claim.id)).assessments[0].status).toMatch(/SUCCEEDED|NEEDS_REVIEW/)
      })

      it('take over from a request that found the model down', async () => {
        await cloud.purge()
        const without = cloud.start('Api', 'api', {
          AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: 'http://127.0.0.1:9',
          MODEL_RETRY: '0',
        })
        const headers = { ...viewer(), 'content-type': 'application/json' }
        const body = JSON.stringify({ query: assess, variables: { photo: await bring(), wait: 1 } })
        const { data } = JSON.parse(
          (await without.call(functionUrlEvent('POST', '/graphql', { headers, body }))).body,
        )
        expect(data.assessDamage.status).toBe('QUEUED')
        const records = await cloud.receive()
        expect(records).toHaveLength(1)
        expect(await worker.call({ Records: records })).toEqual({ batchItemFailures: [] })
        expect((await status(data.assessDamage.claim.id)).assessments[0].status).toMatch(
          /SUCCEEDED|NEEDS_REVIEW/,
        )
        for (const record of records) await cloud.forget(record)
      })

      it('put back what fell out of the queue, once it is empty', async () => {
        // Not emptied by force again: a queue may be purged once a minute.
        const { claim, id } = await queue()
        const sweep = cloud.start('Sweep', 'worker')
        expect(await sweep.call({}, 'sweep')).toEqual({ assessments: 0, erasures: 0 })
        const [lost] = await cloud.receive()
        await cloud.forget(lost!)
        expect((await sweep.call({}, 'sweep')).assessments).toBeGreaterThanOrEqual(1)
        const records = await cloud.receive()
        expect(records.map(({ body }) => JSON.parse(body).assessmentId)).toContain(id)
        expect(await worker.call({ Records: records })).toEqual({ batchItemFailures: [] })
        expect((await status(claim.id)).assessments[0].status).toMatch(/SUCCEEDED|NEEDS_REVIEW/)
        for (const record of records) await cloud.forget(record)
      })
    })

    describe('on S3’s events', () => {
      it('take large uploads in', async () => {
        const open = await api.call(functionUrlEvent('POST', '/photos/uploads', { headers: viewer() }))
        const { id, fields, url } = JSON.parse(open.body)
        expect([open.statusCode, fields.key, url]).toEqual([
          201,
          `incoming/${id}`,
          expect.stringContaining('photos'),
        ])
        await cloud.put(`incoming/${id}`, await anotherPhoto())
        const event = structuredClone(objectCreatedEvent)
        event.Records[0]!.s3.object.key = `incoming/${id}`
        await cloud.edge.call(event)
        expect(await cloud.get(`incoming/${id}`)).toBeNull()
        const { data } = await graphql(assess, { photo: id })
        expect(data.assessDamage.status).toMatch(/SUCCEEDED|NEEDS_REVIEW/)
      })
    })

    describe('with an asynchronous endpoint', () => {
      it('return at once, submit the stored original, and end with the answer', async () => {
        const later = await cloud.startAsyncEndpoint()
        const where = { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: later.url }
        const asyncApi = cloud.start('Api', 'api', where, 'async')
        const { claim, id } = await queue(asyncApi)
        const records = await cloud.receive()
        const submitter = cloud.start('Worker', 'worker', where, 'async')
        expect(await submitter.call({ Records: records })).toEqual({ batchItemFailures: [] })
        expect((await status(claim.id)).assessments[0].status).toBe('RUNNING')
        // The same message again submits nothing twice.
        await submitter.call({ Records: records })
        expect(later.submitted).toHaveLength(1)
        expect(later.submitted[0]).toMatchObject({ detail: 'standard' })
        expect(later.submitted[0]!.inferenceId).toContain(id)

        const notification = await later.answer()
        const answers = cloud.start('Answered', 'worker', where, 'async')
        const message = { ...records[0]!, messageId: 'n1', body: JSON.stringify(notification) }
        expect(await answers.call({ Records: [message] }, 'answers')).toEqual({ batchItemFailures: [] })
        const ended = await status(claim.id)
        expect(ended.assessments[0].status).toMatch(/SUCCEEDED|NEEDS_REVIEW/)
        expect(ended.damages.length).toBeGreaterThan(0)
        expect(await cloud.get(later.answerKey())).toBeNull()
        // SNS delivers at least once.
        expect(await answers.call({ Records: [message] }, 'answers')).toEqual({ batchItemFailures: [] })
        for (const record of records) await cloud.forget(record)
      })
    })

    it('tell the bus of finished assessments, from the table’s stream as it is', async () => {
      const { data } = await graphql(assess, { photo: await bring() })
      const claimId = data.assessDamage.claim.id
      const bus = await cloud.listenToBus()
      const events = cloud.start('Events', 'events')
      expect(await events.call(await cloud.streamOf(claimId))).toEqual({ batchItemFailures: [] })
      const told = await cloud.receive(bus)
      expect(told).toHaveLength(1)
      const { source, detail, 'detail-type': type } = JSON.parse(told[0]!.body)
      expect([source, type]).toEqual(['dentgraph', 'Assessment finished'])
      expect(detail).toMatchObject({
        tenant: 'acme',
        claimId,
        assessmentId: data.assessDamage.id,
        status: data.assessDamage.status,
      })
      const file = await createClaims({ table: cloud.table, clock: Date.now }).file('acme', claimId)
      expect(detail.id).toBe(`${claimId}-${file!.events.length}`)
    })

    it('keep a webhook’s message whose receiver is not there, for later', async () => {
      const webhooks = cloud.start('Webhooks', 'webhooks', {
        WEBHOOKS: JSON.stringify([
          {
            name: 'acme',
            url: 'https://hooks.acme.invalid/',
            secretId: await cloud.secret(),
            queueUrl: cloud.webhookQueue,
          },
        ]),
      })
      const body = JSON.stringify({
        webhook: 'acme',
        event: { time: '2026-11-21T12:00:00Z', detail: { id: 'c1-3' } },
      })
      await cloud.send(cloud.webhookQueue, body)
      const records = await cloud.receive(cloud.webhookQueue)
      expect(await webhooks.call({ Records: records })).toEqual({
        batchItemFailures: [{ itemIdentifier: records[0]!.messageId }],
      })
      expect(webhooks.log.join()).toContain('ENOTFOUND')
    })
  },
)
