import { describe, expect, it, vi } from 'vitest'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { drawnJpeg } from './draw-photo.ts'
import { type App, json, refusal, startEdge, temporaryFolder } from './start-edge.ts'

const open = (app: App, query = '') => json(app.request(`/photos/uploads${query}`, { method: 'POST' }))

function send(app: App, upload: { url: string; fields: Record<string, string> }, file: Uint8Array) {
  const body = new FormData()
  for (const [name, value] of Object.entries(upload.fields)) body.set(name, value)
  body.set('file', new Blob([new Uint8Array(file)]))
  return app.request(upload.url, { method: 'POST', body })
}

const settled = (app: App, link: string) =>
  vi.waitUntil(
    async () => {
      const state = await json(app.request(link))
      return state.state === 'READY' || state.state === 'REJECTED' ? state : false
    },
    { timeout: 20_000, interval: 10 },
  )

describe('POST /photos/uploads', () => {
  it('leads a photo from UPLOADED to READY', async () => {
    const { app, blobs, photos } = await startEdge({ uploaded: () => {} })
    const upload = await open(app, '?clipLimit=2')
    expect(upload).toMatchObject({ id: expect.stringMatching(/^u[0-9a-f]{32}$/), maxBytes: photos.maxBytes })
    expect(await refusal(app.request(upload.links.self))).toBe('404 PHOTO_NOT_FOUND')

    expect((await send(app, upload, await drawnJpeg(640, 480))).status).toBe(204)
    expect(await json(app.request(upload.links.self))).toMatchObject({ id: upload.id, state: 'UPLOADED' })

    await photos.finishUpload(upload.id)
    const photo = await json(app.request(upload.links.self))
    expect(photo).toMatchObject({
      state: 'READY',
      width: 640,
      height: 480,
      preprocessing: { clahe: { clipLimit: 2 } },
    })
    expect((await app.request(photo.links.enhanced)).status).toBe(200)
    expect(await blobs.list('incoming/')).toEqual([])
  })

  it('finishes what arrives without being asked', async () => {
    const { app } = await startEdge()
    const upload = await open(app)
    await send(app, upload, await drawnJpeg())
    expect((await settled(app, upload.links.self)).state).toBe('READY')
  })

  it('gives the same photo as POST /photos', async () => {
    const { app, photos } = await startEdge()
    const bytes = await drawnJpeg()
    const upload = await open(app)
    await send(app, upload, bytes)
    expect((await settled(app, upload.links.self)).id).toBe((await photos.take(bytes)).id)
  })

  it('says why a photo was REJECTED, and keeps nothing of it', async () => {
    const { app, blobs, uploads } = await startEdge()
    const upload = await open(app)
    await send(app, upload, Buffer.from('%PDF-1.7 not a photo'))
    expect(await settled(app, upload.links.self)).toMatchObject({
      state: 'REJECTED',
      reason: { code: 'PHOTO_UNSUPPORTED', message: expect.stringContaining('PDF'), shouldRetake: true },
    })
    // The state is written first, so that a crash between the two is made good by the next process.
    await uploads.stop()
    expect(await blobs.list('incoming/')).toEqual([])
    expect(await blobs.list('photos/')).toEqual([])
  })

  it('takes one photo, once', async () => {
    const { app } = await startEdge()
    const upload = await open(app)
    await send(app, upload, await drawnJpeg())
    await settled(app, upload.links.self)
    expect(await refusal(send(app, upload, await drawnJpeg(100, 100)))).toBe('404 PHOTO_NOT_FOUND')
  })

  it('takes none by a forged or expired form', async () => {
    const clock = { now: new Date() }
    const { app, blobs } = await startEdge({ now: () => clock.now })
    const upload = await open(app)
    const forged = { ...upload, url: upload.url.replace(/u[0-9a-f]{8}/, 'u00000000') }
    expect(await refusal(send(app, forged, await drawnJpeg()))).toBe('403 LINK_INVALID')
    clock.now = new Date(Date.now() + 7200_000)
    expect(await refusal(send(app, upload, await drawnJpeg()))).toBe('403 LINK_EXPIRED')
    expect(await blobs.list('incoming/')).toEqual([])
  })

  it('goes on after a crash with what had arrived', async () => {
    const blobs = createFolderBlobs(await temporaryFolder())
    const before = await startEdge({ blobs, uploaded: () => {} })
    const upload = await open(before.app)
    await send(before.app, upload, await drawnJpeg())

    const after = await startEdge({ blobs })
    await after.uploads.resume()
    expect((await settled(after.app, upload.links.self)).state).toBe('READY')
  })

  it('may be told of the same upload twice', async () => {
    const { app, photos } = await startEdge({ uploaded: () => {} })
    const upload = await open(app)
    await send(app, upload, await drawnJpeg())
    const [first, second] = await Promise.all([
      photos.finishUpload(upload.id),
      photos.finishUpload(upload.id),
    ])
    expect(first).toMatchObject({ state: 'READY' })
    expect(second?.id).toBe(first?.id)
    expect((await photos.finishUpload(upload.id))?.id).toBe(first?.id)
  })

  it('can be erased in every state', async () => {
    const { app, photos, blobs } = await startEdge({ uploaded: () => {} })
    const upload = await open(app)
    await send(app, upload, await drawnJpeg())
    await photos.finishUpload(upload.id)
    await photos.erase(upload.id)
    expect(await blobs.list('')).toEqual([])
    expect(await photos.get(upload.id)).toBeNull()
  })
})
