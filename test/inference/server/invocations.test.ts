import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assessmentSchema } from '../../../inference/contract.ts'
import { type Assessor, createAssessor } from '../../../inference/runtime/assessor.ts'
import { draw, drawnPhoto, scratchedBumper } from '../drawn-photo.ts'
import { tinyModelDir } from '../tiny-model.ts'
import { startServer } from './start-server.ts'

let assessor: Assessor
let photo: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  assessor = await createAssessor({ modelDir: tinyModelDir, device: 'cpu', threads: 1 })
  photo = await drawnPhoto(...scratchedBumper)
})
afterAll(() => assessor.close())

const start = () => startServer(Promise.resolve(assessor))
const attributes = (value: string) => ({ 'X-Amzn-SageMaker-Custom-Attributes': value })

describe('POST /invocations', () => {
  it('answers a photo with its assessment, without `photo`', async () => {
    const response = await (await start()).post(photo)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    const assessment = await response.json()
    expect(assessmentSchema.strict().parse(assessment)).toEqual(assessment)
    expect(assessment).toMatchObject({ width: 800, height: 600, damages: [{ type: 'scratch' }] })
  })

  it.each(['png', 'jpeg', 'webp'] as const)(
    'takes a photo as %s, whatever type it is declared as',
    async (format) => {
      const bytes = new Uint8Array(
        await draw(...scratchedBumper)
          .toFormat(format)
          .toBuffer(),
      )
      const response = await (await start()).post(bytes, { 'Content-Type': 'text/plain' })
      expect(await response.json()).toMatchObject({ damages: [{ type: 'scratch' }] })
    },
  )

  it.each([
    { name: 'nothing', body: () => new Uint8Array(), status: 400, code: 'PHOTO_EMPTY' },
    { name: 'no body at all', body: () => null, status: 400, code: 'PHOTO_EMPTY' },
    {
      name: 'text',
      body: () => 'not a photo',
      status: 415,
      code: 'PHOTO_UNSUPPORTED',
      figures: { format: 'text' },
    },
    {
      name: 'JSON',
      body: () => '{"photo":"a.jpg"}',
      status: 415,
      code: 'PHOTO_UNSUPPORTED',
      figures: { format: 'text' },
    },
    {
      name: 'a drawing',
      body: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
      status: 415,
      code: 'PHOTO_UNSUPPORTED',
      figures: { format: 'svg' },
    },
    {
      name: 'half a photo',
      body: () => photo.slice(0, photo.length / 2),
      status: 422,
      code: 'PHOTO_DAMAGED',
      figures: { format: 'png' },
    },
    { name: 'a single pixel', body: () => drawnPhoto(1, 1, []), status: 422, code: 'PHOTO_TOO_SMALL' },
    {
      name: 'a picture of 900 megapixels',
      body: () => bomb(30_000, 30_000),
      status: 413,
      code: 'PHOTO_TOO_LARGE',
      figures: { megapixels: 900, maxMegapixels: 100 },
    },
    {
      name: 'more bytes than it takes',
      body: () => new Uint8Array(1_000_001),
      status: 413,
      code: 'PHOTO_TOO_MANY_BYTES',
      figures: { bytes: 1_000_001, maxBytes: 1_000_000 },
    },
  ])('answers $status to $name, with the reason', async ({ body, status, code, figures }) => {
    const response = await (await start()).post(await body())
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({
      error: { code, message: expect.stringMatching(/^Expected .* but received /), ...figures },
    })
  })

  it('refuses a stream as soon as it is too long, without reading on', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 100_000
        controller.enqueue(new Uint8Array(100_000))
      },
    })
    const response = await (await start()).post(endless)
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(1_500_000)
  })

  it('takes the picture as it is when it was prepared the way the model expects', async () => {
    const response = await (await start()).post(photo, attributes('prepared=tiny-640'))
    // 800 pixels are more than the 640 of a working picture, so this cannot be one.
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'PREPROCESSING_MISMATCH', message: expect.stringContaining('at most 640') },
    })
    const [, , things] = scratchedBumper
    const working = await drawnPhoto(
      640,
      600,
      things.map(({ what }) => ({ what, at: [100, 100, 300, 300] })),
    )
    expect((await (await start()).post(working, attributes('prepared=tiny-640'))).status).toBe(200)
  })

  it.each([
    {
      header: 'prepared=edge-v7',
      code: 'PREPROCESSING_MISMATCH',
      says: /Expected preprocessing tiny-640 .* edge-v7/,
    },
    {
      header: 'detail=extreme',
      code: 'ATTRIBUTE_INVALID',
      says: /Expected standard or high for detail .* extreme/,
    },
    {
      header: 'min-confidence=high',
      code: 'ATTRIBUTE_INVALID',
      says: /from 0 to 1 for min-confidence .* high/,
    },
    { header: 'min-confidence=1.5', code: 'ATTRIBUTE_INVALID', says: /1\.5/ },
    { header: 'min-confidence=', code: 'ATTRIBUTE_INVALID', says: /nothing/ },
    {
      header: 'confidence=0.4',
      code: 'ATTRIBUTE_INVALID',
      says: /prepared, detail, min-confidence .* confidence/,
    },
  ])(
    'answers 400 to the custom attribute "$header" and says what it expects',
    async ({ header, code, says }) => {
      const response = await (await start()).post(photo, attributes(header))
      expect(response.status).toBe(400)
      expect(await response.json()).toEqual({ error: { code, message: expect.stringMatching(says) } })
    },
  )

  it('does as the custom attributes say', async () => {
    const dents = await drawnPhoto(800, 600, [
      { what: 'front_bumper', at: [100, 100, 600, 400] },
      { what: 'dent', at: [300, 300, 80, 80] },
    ])
    const kinds = async (header: string) => {
      const { damages } = assessmentSchema.parse(
        await (await (await start()).post(dents, attributes(header))).json(),
      )
      return damages.map(({ type }) => type)
    }
    expect(await kinds('')).toEqual(['dent'])
    expect(await kinds('detail=high; min-confidence=0.1')).toEqual(['dent'])
    expect(await kinds('detail=high,min-confidence=0.85')).toEqual([])
  })

  it.each([
    { what: 'nan', code: 'MODEL_OUTPUT_INVALID' },
    { what: 'crash', code: 'RUN_FAILED' },
  ] as const)(
    'answers 500 when the model goes wrong ($code), and assesses the next photo',
    async ({ what, code }) => {
      const [width, height, things] = scratchedBumper
      const server = await start()
      const spoiled = await drawnPhoto(width, height, [...things, { what, at: [600, 420, 80, 60] }])
      const response = await server.post(spoiled)
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({ error: { code } })
      expect((await server.post(photo)).status).toBe(200)
      expect((await server.app.request('/ping')).status).toBe(200)
    },
  )
})

/** The header of a PNG that claims this size, and no more. */
async function bomb(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const png = await drawnPhoto(16, 16, [])
  const view = new DataView(png.buffer)
  view.setUint32(16, width)
  view.setUint32(20, height)
  const { crc32 } = await import('node:zlib')
  view.setUint32(29, crc32(png.subarray(12, 29)))
  return png
}
