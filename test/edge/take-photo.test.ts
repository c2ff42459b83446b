import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { draw, drawnJpeg } from './draw-photo.ts'
import { json, post, preprocessing, refusal, startEdge } from './start-edge.ts'

function form(parts: Record<string, string | Uint8Array>): FormData {
  const data = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') data.set(name, part)
    else data.set(name, new Blob([new Uint8Array(part)]), '../../etc/passwd.svg')
  }
  return data
}

it('tells programs what a refused file was taken for', async () => {
  const { app } = await startEdge()
  const { error } = await json(post(app, '<svg xmlns="http://www.w3.org/2000/svg"/>'))
  expect(error).toMatchObject({ code: 'PHOTO_UNSUPPORTED', format: 'svg' })
})

describe('POST /photos', () => {
  it('answers 201 with id, size, fingerprint, quality and links', async () => {
    const { app } = await startEdge()
    const photo = await drawnJpeg(800, 600)
    const response = await post(app, photo)
    expect(response.status).toBe(201)
    const body = await json(response)
    expect(body).toMatchObject({
      id: expect.stringMatching(/^p[0-9a-f]{32}$/),
      state: 'READY',
      width: 800,
      height: 600,
      sha256: createHash('sha256').update(photo).digest('hex'),
      quality: { shouldRetake: expect.any(Boolean), sharpness: expect.any(Number) },
      preprocessing,
    })
    expect(response.headers.get('location')).toBe(body.links.self)
    expect(Object.keys(body.links).sort()).toEqual([
      'annotated',
      'enhanced',
      'normalized',
      'original',
      'self',
      'thumbnail',
    ])
  })

  it('serves the stored pictures by their links, at working size', async () => {
    const { app } = await startEdge()
    const { links } = await json(post(app, await drawnJpeg(800, 600)))
    for (const [version, width] of [
      ['original', 800],
      ['normalized', 320],
      ['enhanced', 320],
    ] as const) {
      const response = await app.request(links[version])
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('image/jpeg')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      const metadata = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
      expect(metadata.width).toBe(width)
    }
    expect(await refusal(app.request(links.annotated))).toBe('404 PHOTO_NOT_FOUND')
  })

  it('never enlarges', async () => {
    const { app } = await startEdge()
    const { links } = await json(post(app, await drawnJpeg(100, 80)))
    const picture = await (await app.request(links.enhanced)).arrayBuffer()
    expect(await sharp(Buffer.from(picture)).metadata()).toMatchObject({ width: 100, height: 80 })
  })

  it('enhances: the enhanced picture has more contrast than the normalised one', async () => {
    const { app } = await startEdge()
    const flat = await draw(320, 240).linear(0.3, 90).jpeg().toBuffer()
    const { links } = await json(post(app, flat))
    const contrast = async (link: string) => {
      const { channels } = await sharp(Buffer.from(await (await app.request(link)).arrayBuffer())).stats()
      return channels[1]!.stdev
    }
    expect(await contrast(links.enhanced)).toBeGreaterThan(1.3 * (await contrast(links.normalized)))
  })

  it('takes a form as it takes a plain body, whatever the part and the file are called', async () => {
    const { app } = await startEdge()
    const photo = await drawnJpeg()
    const plain = await json(post(app, photo))
    for (const name of ['photo', 'file', 'anything']) {
      const response = await app.request('/photos', { method: 'POST', body: form({ [name]: photo }) })
      expect(response.status).toBe(201)
      expect((await json(response)).id).toBe(plain.id)
    }
  })

  it('goes by the content, not by the declared type', async () => {
    const { app } = await startEdge()
    const body = new Uint8Array(await drawnJpeg())
    const response = await app.request('/photos', {
      method: 'POST',
      headers: { 'content-type': 'text/html' },
      body,
    })
    expect(response.status).toBe(201)
  })

  it('takes the same bytes twice as one photo', async () => {
    const { app, blobs } = await startEdge()
    const photo = await drawnJpeg()
    const [first, again] = [await json(post(app, photo)), await json(post(app, photo))]
    expect(again).toEqual({ ...first, links: again.links })
    expect((await blobs.list('photos/')).filter((key) => key.endsWith('record.json'))).toHaveLength(1)
  })

  it('takes the same bytes at the same moment as one photo', async () => {
    const { app, blobs } = await startEdge()
    const photo = await drawnJpeg()
    const answers = await Promise.all(Array.from({ length: 6 }, () => json(post(app, photo))))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await blobs.list('photos/')).toHaveLength(4)
  })

  it('enhances as asked, and records it', async () => {
    const { app } = await startEdge()
    const photo = await drawnJpeg()
    const plain = await json(post(app, photo))
    const asked = await json(post(app, photo, '?clipLimit=1.5&tilesX=4'))
    expect(asked.preprocessing.clahe).toEqual({ clipLimit: 1.5, tilesX: 4, tilesY: 6 })
    expect(asked.id).not.toBe(plain.id)
    const body = form({ photo, clipLimit: '1.5', tilesX: '4' })
    expect((await json(app.request('/photos', { method: 'POST', body }))).id).toBe(asked.id)
  })

  it.each([
    'clipLimit=0',
    'clipLimit=11',
    'clipLimit=',
    'clipLimit=NaN',
    'tilesX=0',
    'tilesY=17',
    'tilesX=2.5',
  ])('refuses %s', async (query) => {
    const { app, blobs } = await startEdge()
    expect(await refusal(post(app, await drawnJpeg(), `?${query}`))).toBe('400 REQUEST_INVALID')
    expect(await blobs.list('photos/')).toEqual([])
  })

  it('copes with tiles on the narrowest photo there is', async () => {
    const { app } = await startEdge()
    expect((await post(app, await drawnJpeg(3000, 16), '?tilesX=16&tilesY=16')).status).toBe(201)
  })
})

describe('POST /photos refuses, and stores nothing', () => {
  const jpeg = drawnJpeg()
  const broken: [name: string, body: () => Promise<Uint8Array | string>, refusal: string][] = [
    ['no bytes', async () => '', '400 PHOTO_EMPTY'],
    ['text', async () => 'hello', '415 PHOTO_UNSUPPORTED'],
    ['an SVG', async () => '<svg xmlns="http://www.w3.org/2000/svg"/>', '415 PHOTO_UNSUPPORTED'],
    ['a PDF', async () => '%PDF-1.7', '415 PHOTO_UNSUPPORTED'],
    ['a zip', async () => 'PK\x03\x04aaaa', '415 PHOTO_UNSUPPORTED'],
    ['half a JPEG', async () => (await jpeg).subarray(0, 3000), '422 PHOTO_DAMAGED'],
    ['the first bytes of a JPEG', async () => (await jpeg).subarray(0, 3), '422 PHOTO_DAMAGED'],
    ['a flood of pixels', async () => pixelFlood(), '413 PHOTO_TOO_LARGE'],
    [
      'a photo of too many bytes',
      async () => Buffer.concat([await jpeg, Buffer.alloc(200_000)]),
      '413 PHOTO_TOO_MANY_BYTES',
    ],
    ['a thumbnail', async () => drawnJpeg(15, 15), '422 PHOTO_TOO_SMALL'],
  ]

  it.each(broken)('%s', async (_, body, expected) => {
    const { app, blobs } = await startEdge({ photoLimits: { maxBytes: 150_000 } })
    expect(await refusal(post(app, await body()))).toBe(expected)
    expect(await blobs.list('')).toEqual([])
  })

  it.each([
    ['no file', () => form({ clipLimit: '2' })],
    ['no parts', () => new FormData()],
  ])('a form with %s', async (_, body) => {
    const { app } = await startEdge()
    expect(await refusal(app.request('/photos', { method: 'POST', body: body() }))).toBe(
      '400 REQUEST_INVALID',
    )
  })

  it('a form with two files', async () => {
    const { app } = await startEdge()
    const body = form({ a: await jpeg, b: await jpeg })
    expect(await refusal(app.request('/photos', { method: 'POST', body }))).toBe('400 REQUEST_INVALID')
  })

  it.each([
    ['no boundary', 'multipart/form-data', 'abc'],
    ['another boundary', 'multipart/form-data; boundary=x', '--y\r\n\r\n--y--'],
    [
      'a part cut short',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"',
    ],
    ['nothing', 'multipart/form-data; boundary=x', ''],
  ])('a malformed form: %s', async (_, type, body) => {
    const { app } = await startEdge()
    const request = app.request('/photos', { method: 'POST', headers: { 'content-type': type }, body })
    expect(await refusal(request)).toBe('400 REQUEST_INVALID')
  })

  it('a body shorter than its header says', async () => {
    const { app } = await startEdge()
    const request = app.request('/photos', {
      method: 'POST',
      headers: { 'content-length': '100000' },
      body: new Uint8Array(await jpeg),
    })
    expect(await refusal(request)).toBe('400 BODY_TRUNCATED')
  })
})

/** A few bytes of PNG whose header promises 4 gigapixels. */
function pixelFlood(): Buffer {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
    'base64',
  )
  png.writeUInt32BE(65_535, 16)
  png.writeUInt32BE(65_535, 20)
  // CRC of that header.
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}

it('asks to send again what was handed over and then erased', async () => {
  const { photos } = await startEdge()
  const photo = new Uint8Array(await drawnJpeg())
  const { id } = await photos.take(photo, { handOver: true })
  await photos.erase(id)
  await expect(photos.take(photo, { handOver: true })).rejects.toMatchObject({ code: 'SERVER_BUSY' })
})
