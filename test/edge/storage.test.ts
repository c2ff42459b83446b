import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Blobs } from '../../edge/blobs/blobs.ts'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { createS3Blobs } from '../../edge/blobs/s3-blobs.ts'
import { createS3Client } from '../../edge/blobs/s3-client.ts'
import { StorageUnavailable } from '../../edge/http/errors.ts'
import { drawnJpeg } from './draw-photo.ts'
import { json, post, refusal, startEdge, temporaryFolder } from './start-edge.ts'
import { type FlakyS3, startFlakyS3 } from './start-flaky-s3.ts'
import { type RunningS3, s3Credentials, startS3 } from './start-s3.ts'

const jpeg = { contentType: 'image/jpeg' }
let s3: RunningS3
let buckets = 0

beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3.stop())

async function bucketBlobs(): Promise<Blobs> {
  const bucket = `photos-${++buckets}`
  await s3.client.send(new CreateBucketCommand({ Bucket: bucket }))
  return createS3Blobs({ client: s3.client, bucket })
}

describe.each<[string, () => Promise<Blobs>]>([
  ['a folder', async () => createFolderBlobs(await temporaryFolder())],
  ['S3', bucketBlobs],
])('%s as blob store', (_, open) => {
  it('gives back what was put, and null for what was not', async () => {
    const blobs = await open()
    expect(await blobs.get('a/b')).toBeNull()
    expect(await blobs.head('a/b')).toBeNull()
    await blobs.put('a/b', Buffer.from([1, 2, 3]), jpeg)
    expect([...(await blobs.get('a/b'))!]).toEqual([1, 2, 3])
    expect((await blobs.head('a/b'))!.bytes).toBe(3)
    await blobs.put('a/b', Buffer.from([4]), jpeg)
    expect([...(await blobs.get('a/b'))!]).toEqual([4])
  })

  it('lists by prefix and deletes', async () => {
    const blobs = await open()
    for (const key of ['a/1', 'a/2/3', 'ab/1', 'b']) await blobs.put(key, Buffer.from('x'), jpeg)
    expect((await blobs.list('a/')).sort()).toEqual(['a/1', 'a/2/3'])
    expect((await blobs.list('')).sort()).toEqual(['a/1', 'a/2/3', 'ab/1', 'b'])
    expect(await blobs.list('c/')).toEqual([])
    await blobs.delete('a/1')
    await blobs.delete('a/1')
    expect(await blobs.list('a/')).toEqual(['a/2/3'])
  })

  it.each(['../x', '/x', 'a/../../x', 'a//b', '.hidden', 'a/.b', 'a\\b', 'a\0b', '', 'a/'])(
    'refuses the key %j',
    async (key) => {
      const blobs = await open()
      await expect((async () => blobs.put(key, Buffer.from('x'), jpeg))()).rejects.toThrow(RangeError)
      await expect((async () => blobs.get(key))()).rejects.toThrow(RangeError)
    },
  )

  it('keeps photos', async () => {
    const { app, photos } = await startEdge({ blobs: await open() })
    const photo = await json(post(app, await drawnJpeg()))
    expect(await photos.putOverlay(photo.id, { damages: [] })).toMatch(/^[0-9a-f]{32}$/)
    expect(await photos.read(photo.id, 'enhanced')).not.toBeNull()
    await photos.erase(photo.id)
    await photos.erase(photo.id)
    expect(await photos.get(photo.id)).toBeNull()
    expect(await photos.read(photo.id, 'original')).toBeNull()
    expect(await photos.putOverlay(photo.id, { damages: [] })).toBeNull()
  })

  it('leaves nothing of a photo that is erased while an overlay is written', async () => {
    const blobs = await open()
    const { app, photos } = await startEdge({ blobs })
    const photo = await json(post(app, await drawnJpeg()))
    // Another process, which knows the photo before it is erased and writes after it has gone.
    const { photos: elsewhere } = await startEdge({
      blobs: {
        ...blobs,
        put: async (key, bytes, options) => {
          await photos.erase(photo.id)
          await blobs.put(key, bytes, options)
        },
      },
    })
    expect(await elsewhere.putOverlay(photo.id, { damages: [] }, { latest: true })).toBeNull()
    expect(await elsewhere.putOverlay(photo.id, { damages: [] })).toBeNull()
    expect(await blobs.list('')).toEqual([])
  })

  it('shows no photo whose writing was cut off, at whatever write, and takes it again', async () => {
    const bytes = await drawnJpeg()
    for (let writes = 0; writes < 4; writes++) {
      const blobs = await open()
      const dying = await startEdge({ blobs: failingAfter(blobs, writes) })
      expect((await post(dying.app, bytes)).status).toBe(500)
      const { app, photos } = await startEdge({ blobs })
      for (const key of await blobs.list('photos/')) expect(await photos.get(key.split('/')[1]!)).toBeNull()
      const photo = await json(post(app, bytes))
      expect((await app.request(photo.links.enhanced)).status).toBeLessThan(400)
    }
  })
})

/** A store that fails from the given write on, as one does whose process is killed. */
function failingAfter(blobs: Blobs, writes: number): Blobs {
  let left = writes
  return {
    ...blobs,
    put: async (key, bytes, options) => {
      if (left-- <= 0) throw new Error('Expected room on the disk but received none')
      await blobs.put(key, bytes, options)
    },
  }
}

describe('a folder as blob store', () => {
  it('shows nothing of a file whose writing was killed, and removes what is left of it', async () => {
    const folder = await temporaryFolder()
    const module = new URL('../../edge/blobs/folder-blobs.ts', import.meta.url)
    const code = `import(${JSON.stringify(module.href)}).then(({ createFolderBlobs }) =>
      createFolderBlobs(${JSON.stringify(folder)}).put('a/b', Buffer.alloc(1.5e9), {}))`
    const writer = spawn(process.execPath, ['--import', 'tsx', '-e', code], { stdio: 'ignore' })
    const left = () => readdir(join(folder, '.unfinished')).catch(() => [])
    await expect.poll(left, { timeout: 25_000, interval: 5 }).toHaveLength(1)
    writer.kill('SIGKILL')
    await once(writer, 'exit')

    expect(await left()).toHaveLength(1)
    const blobs = createFolderBlobs(folder)
    expect(await blobs.get('a/b')).toBeNull()
    expect(await blobs.list('')).toEqual([])
    expect(await blobs.sweepUnfinished?.(600)).toBe(0)
    expect(await blobs.sweepUnfinished?.(0)).toBe(1)
    expect(await left()).toEqual([])
  })

  it('keeps what it is writing while it removes what others have left', async () => {
    const blobs = createFolderBlobs(await temporaryFolder())
    const writing = Array.from({ length: 20 }, (_, i) => blobs.put(`a/${i}`, Buffer.alloc(200_000, i), jpeg))
    while (writing.length > 0) {
      await blobs.sweepUnfinished?.(0)
      await writing.pop()
    }
    expect(await blobs.list('a/')).toHaveLength(20)
  })

  it('removes pictures that were stored without their photo, and none besides', async () => {
    const folder = await temporaryFolder()
    const blobs = createFolderBlobs(folder)
    const { app, photos } = await startEdge({ blobs, alone: true })
    const photo = await json(post(app, await drawnJpeg()))
    const orphan = `photos/p${'0'.repeat(32)}`
    for (const version of ['original', 'enhanced'])
      await blobs.put(`${orphan}/${version}`, Buffer.from('x'), jpeg)
    expect(await (await startEdge({ blobs })).photos.sweepUnfinished()).toBe(0)
    expect(await photos.sweepUnfinished()).toBe(1)
    expect(await blobs.list(orphan)).toEqual([])
    expect(await photos.sweepUnfinished()).toBe(0)
    expect(await photos.read(photo.id, 'original')).not.toBeNull()
  })

  it('keeps nothing of a photo at whatever write it fails, also when it comes twice at once', async () => {
    const bytes = await drawnJpeg()
    for (let writes = 0; writes < 4; writes++) {
      const blobs = createFolderBlobs(await temporaryFolder())
      const { app } = await startEdge({ blobs: failingAfter(blobs, writes), alone: true })
      const answers = await Promise.all([post(app, bytes), post(app, bytes)])
      expect(answers.map(({ status }) => status)).toEqual([500, 500])
      expect(await blobs.list('')).toEqual([])
    }
  })

  it('leaves nothing beside the files', async () => {
    const folder = await temporaryFolder()
    const blobs = createFolderBlobs(folder)
    await Promise.all(Array.from({ length: 10 }, (_, i) => blobs.put('a/b', Buffer.alloc(1000, i), jpeg)))
    expect(await readdir(join(folder, 'a'))).toEqual(['b'])
    const bytes = (await blobs.get('a/b'))!
    expect(bytes.every((byte) => byte === bytes[0])).toBe(true)
  })
})

describe('S3 as blob store', () => {
  it('sends readers to S3 itself, by a link that ends', async () => {
    const { app } = await startEdge({ blobs: await bucketBlobs() })
    const photo = await json(post(app, await drawnJpeg()))
    const response = await app.request(photo.links.normalized)
    expect(response.status).toBe(302)
    const location = response.headers.get('location')!
    expect(new URL(location).searchParams.get('X-Amz-Expires')).toBe('60')
    const picture = await fetch(location)
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await picture.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    expect((await app.request(photo.links.annotated)).status).toBe(404)
  })

  it('takes uploads by a form of its own, bounded in size and place', async () => {
    const { app, photos } = await startEdge({ blobs: await bucketBlobs() })
    const upload = await json(app.request('/photos/uploads', { method: 'POST' }))
    const policy = JSON.parse(Buffer.from(upload.fields.Policy, 'base64').toString())
    expect(policy.conditions).toContainEqual(['content-length-range', 1, upload.maxBytes])
    expect(policy.conditions).toContainEqual({ key: `incoming/${upload.id}` })

    const body = new FormData()
    for (const [name, value] of Object.entries(upload.fields)) body.set(name, value as string)
    body.set('file', new Blob([new Uint8Array(await drawnJpeg())]))
    expect((await fetch(upload.url, { method: 'POST', body })).status).toBe(204)
    expect(await json(app.request(upload.links.self))).toMatchObject({ state: 'UPLOADED' })
    expect(await photos.finishUpload(upload.id)).toMatchObject({ state: 'READY', width: 320 })
    expect(await json(app.request(upload.links.self))).toMatchObject({ state: 'READY' })
  })
})

/** How to reach a server that stands for S3. */
async function listening(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  return { endpoint, forcePathStyle: true, region: 'eu-central-1', credentials: s3Credentials }
}

describe('S3 that does not answer', () => {
  let flaky: FlakyS3
  beforeAll(async () => {
    flaky = await startFlakyS3()
  })
  afterAll(() => flaky.stop())

  const unanswered = async (answer: Promise<Response>) => {
    const response = await answer
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await refusal(response)).toBe('503 STORAGE_UNAVAILABLE')
  }

  it('is told to whoever sends a photo, reads one or begins an upload, and all is well once it answers', async () => {
    const blobs = createS3Blobs(flaky)
    const { app } = await startEdge({ blobs })
    const bytes = await drawnJpeg()
    const known = await json(post(app, bytes))
    const another = await drawnJpeg(330)

    flaky.hangUp(true)
    await unanswered(post(app, another))
    await unanswered(Promise.resolve(app.request(known.links.self)))
    await unanswered(Promise.resolve(app.request('/photos/uploads', { method: 'POST' })))

    flaky.hangUp(false)
    expect((await post(app, another)).status).toBe(201)
    expect((await app.request(known.links.self)).status).toBe(200)
  })

  it.each([
    ['before its answer', 0, 1400],
    ['in the midst of it', 6000, 1410],
  ])('but keeps the connection is told as well: %s', async (_when, bytes, width) => {
    const { app, links } = await startEdge({ blobs: createS3Blobs(flaky) })
    const known = await json(post(app, await drawnJpeg(width, 1050)))
    onTestFinished(() => flaky.fallSilent(Number.POSITIVE_INFINITY))
    const whole = { left: 0, top: 0, width: 1, height: 1 }

    flaky.fallSilent(bytes)
    const began = performance.now()
    await unanswered(Promise.resolve(app.request(links.crop(known.id, whole))))
    expect(performance.now() - began).toBeLessThan(5000)

    flaky.fallSilent(Number.POSITIVE_INFINITY)
    expect((await app.request(links.crop(known.id, whole))).status).toBe(302)
  })

  it('is waited for as long as anything still comes', async () => {
    const server = createServer(async (_request, response) => {
      response.writeHead(200, { 'Content-Length': 8 })
      for (let i = 0; i < 8; i++) {
        await sleep(100)
        response.write('x')
      }
      response.end()
    })
    const client = createS3Client({ ...(await listening(server)), silentMs: 300 })
    onTestFinished(() => client.destroy())
    expect(await createS3Blobs({ client, bucket: 'photos' }).get('a/b')).toHaveLength(8)
  })

  it('is told to whoever stores or reads a large file in parts', async () => {
    const blobs = createS3Blobs(flaky)
    const stored = (bytes: number) =>
      blobs.putStream('zips/a', Readable.from([Buffer.alloc(bytes)]), { contentType: 'application/zip' })
    const read = async () => {
      for await (const _ of blobs.readStream('zips/a', { start: 0, end: 10 }));
    }
    await stored(10)
    flaky.hangUp(true)
    await expect(stored(20)).rejects.toThrow(StorageUnavailable)
    await expect(read()).rejects.toThrow(StorageUnavailable)
    flaky.hangUp(false)
    await read()
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(10)
        throw Object.assign(new Error('the sender hung up'), { code: 'ECONNRESET' })
      })(),
    )
    const sent = blobs.putStream('zips/b', broken, { contentType: 'application/zip' })
    await expect(sent).rejects.toThrow('the sender hung up')
  })

  it.each([
    ['where it asks for patience', 503, StorageUnavailable],
    ['but not where it forbids', 403, S3ServiceException],
  ])('is told %s', async (_, status, type) => {
    const server = createServer((_request, response) => response.writeHead(status).end())
    const client = createS3Client(await listening(server))
    onTestFinished(() => client.destroy())
    await expect(createS3Blobs({ client, bucket: 'photos' }).head('a/b')).rejects.toThrow(type)
  })
})
