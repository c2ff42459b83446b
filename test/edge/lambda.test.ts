import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { uploadsOfEvent } from '../../edge/lambda-events.ts'
import { drawnJpeg } from './draw-photo.ts'
import functionUrlEvent from './fixtures/function-url-event.json' with { type: 'json' }
import objectCreatedEvent from './fixtures/object-created-event.json' with { type: 'json' }
import { temporaryFolder } from './start-edge.ts'

afterEach(() => vi.unstubAllEnvs())

/** A fresh instance of the function, as after a cold start. */
async function coldStart() {
  const folder = await temporaryFolder()
  vi.stubEnv('DATA_DIR', folder)
  vi.stubEnv('MODEL_DIR', join(import.meta.dirname, '../inference/fixtures/tiny-model'))
  vi.stubEnv('LOG_LEVEL', 'silent')
  vi.resetModules()
  const { handler } = await import('../../edge/lambda.ts')
  const blobs = createFolderBlobs(join(folder, 'blobs'))
  const call = (event: unknown): Promise<any> => handler(event, { awsRequestId: 'r1' } as never)
  return { call, blobs }
}

const upload = (photo: Buffer, body = photo.toString('base64')) => ({
  ...functionUrlEvent,
  headers: { ...functionUrlEvent.headers, 'content-length': String(photo.length) },
  body,
})

const get = (link: string) => {
  const [rawPath = '', rawQueryString = ''] = link.split('?')
  const http = { ...functionUrlEvent.requestContext.http, method: 'GET', path: rawPath }
  const requestContext = { ...functionUrlEvent.requestContext, http }
  const { 'content-length': _, 'content-type': __, ...headers } = functionUrlEvent.headers
  return {
    ...functionUrlEvent,
    rawPath,
    rawQueryString,
    headers,
    requestContext,
    body: undefined,
    isBase64Encoded: false,
  }
}

describe('the Lambda function, behind a function URL', () => {
  it('takes a photo in and serves its pictures', async () => {
    const { call } = await coldStart()
    const answer = await call(upload(await drawnJpeg()))
    expect(answer.statusCode).toBe(201)
    const photo = JSON.parse(answer.body)
    expect(photo).toMatchObject({ width: 320, height: 240, preprocessing: { clahe: { clipLimit: 2 } } })

    const picture = await call(get(photo.links.enhanced))
    expect(picture).toMatchObject({ statusCode: 200, isBase64Encoded: true })
    expect(Buffer.from(picture.body, 'base64').subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
  })

  it.each<[string, (base64: string) => string]>([
    ['between two characters of base64', (base64) => base64.slice(0, 1001)],
    ['at a whole group of base64', (base64) => base64.slice(0, 1000)],
    ['in the middle of nothing', () => 'A'],
  ])('refuses a body that was cut %s', async (_, cut) => {
    const { call, blobs } = await coldStart()
    const photo = await drawnJpeg()
    const answer = await call(upload(photo, cut(photo.toString('base64'))))
    expect(answer.statusCode).toBe(400)
    expect(JSON.parse(answer.body).error.code).toBe('BODY_TRUNCATED')
    expect(await blobs.list('')).toEqual([])
  })

  it('refuses what is no photo as the server does', async () => {
    const { call } = await coldStart()
    const answer = await call(upload(Buffer.from('hello')))
    expect([answer.statusCode, JSON.parse(answer.body).error.code]).toEqual([415, 'PHOTO_UNSUPPORTED'])
  })
})

describe('the Lambda function, on S3 events', () => {
  const eventOf = (key: string) => {
    const event = structuredClone(objectCreatedEvent)
    event.Records[0]!.s3.object.key = key
    return event
  }

  it('takes the upload in', async () => {
    const { call, blobs } = await coldStart()
    const event = get('/photos/uploads')
    event.requestContext.http.method = 'POST'
    const { id, links } = JSON.parse((await call(event)).body)
    await blobs.put(`incoming/${id}`, await drawnJpeg(), { contentType: 'image/jpeg' })
    expect(JSON.parse((await call(get(links.self))).body).state).toBe('UPLOADED')
    await call(eventOf(`incoming/${id}`))
    // Events are delivered at least once.
    await call(eventOf(`incoming/${id}`))
    expect(JSON.parse((await call(get(links.self))).body)).toMatchObject({ state: 'READY', width: 320 })
  })

  it('leaves objects alone that are no uploads', async () => {
    const { call, blobs } = await coldStart()
    for (const key of ['photos/p1/original', 'incoming/x', 'incoming/..%2Fx', 'incoming/u%zz'])
      await call(eventOf(key))
    expect(await blobs.list('')).toEqual([])
  })

  it('reads keys as S3 writes them', () => {
    const id = `u${'a'.repeat(32)}`
    expect(uploadsOfEvent(eventOf(`incoming%2F${id}`))).toEqual([id])
    expect(uploadsOfEvent(functionUrlEvent)).toBeNull()
    expect(uploadsOfEvent({ Records: [] })).toBeNull()
  })
})
