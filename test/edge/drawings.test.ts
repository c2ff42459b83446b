import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { formatCropBox, parseCropBox, regionOf } from '../../edge/crop-box.ts'
import { drawnJpeg } from './draw-photo.ts'
import { json, post, refusal, startEdge } from './start-edge.ts'

const file = drawnJpeg(1400, 1050)
const box = { left: 0.25, top: 0.5, width: 0.1, height: 0.05 }
const overlay = { damages: ['dent'] }

/** Stands for the drawer of damages: a picture as wide as the overlay is long. */
const annotate = async (enhanced: Uint8Array, drawn: unknown) => {
  expect(await sharp(enhanced).metadata()).toMatchObject({ format: 'jpeg' })
  return sharp({ create: { width: JSON.stringify(drawn).length, height: 9, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
}

async function edgeWithPhoto(options: Parameters<typeof startEdge>[0] = {}) {
  const edge = await startEdge(options)
  const photo = await json(post(edge.app, await file))
  return { ...edge, photo }
}

const sizeOf = async (response: Response) => {
  const { width, height, format, exif } = await sharp(await response.arrayBuffer()).metadata()
  expect({ format, exif }).toEqual({ format: 'jpeg', exif: undefined })
  return { width, height }
}

describe('a crop', () => {
  it('shows the piece with room around it, cut out of the original', async () => {
    const { app, links, photo } = await edgeWithPhoto()
    const response = await app.request(links.crop(photo.id, box))
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(response.headers.get('cache-control')).toBe('private, max-age=3600, immutable')
    // 140 by 52.5 pixels, and 49 of room on every side.
    expect(await sizeOf(response)).toEqual({ width: 238, height: 151 })
  })

  it('is no larger than 1024 pixels a side', async () => {
    const { app, links, photo } = await edgeWithPhoto()
    const whole = links.crop(photo.id, { left: 0, top: 0, width: 1, height: 1 })
    expect(await sizeOf(await app.request(whole))).toEqual({ width: 1024, height: 768 })
  })

  it('is cut once, however many ask at once, and kept', async () => {
    const { app, links, photo, blobs } = await edgeWithPhoto()
    const link = links.crop(photo.id, box)
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.request(link)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await blobs.list('drawn/')).toHaveLength(1)
  })

  it('needs a link of its own', async () => {
    const { app, links, photo } = await edgeWithPhoto()
    const other = links.crop(photo.id, { ...box, width: 0.2 }).split('?')[1]
    const path = links.crop(photo.id, box).split('?')[0]
    expect(await refusal(app.request(`${path}?${other}`))).toBe('403 LINK_INVALID')
    expect(await refusal(app.request(links.crop('p'.padEnd(33, '0'), box)))).toBe('404 PHOTO_NOT_FOUND')
  })

  it('lies within the photo, wherever its box is', () => {
    const photo = { width: 400, height: 300 }
    for (const [left, top, width, height] of [
      [0, 0, 0.01, 0.01],
      [0.99, 0.99, 0.01, 0.01],
      [0, 0, 1, 1],
      [0.4, 0, 0.2, 1],
    ] as const) {
      const region = regionOf({ left, top, width, height }, photo)
      expect(region.left).toBeGreaterThanOrEqual(0)
      expect(region.top).toBeGreaterThanOrEqual(0)
      expect(region.left + region.width).toBeLessThanOrEqual(400)
      expect(region.top + region.height).toBeLessThanOrEqual(300)
      expect(region.left).toBeLessThanOrEqual(left * 400 + 1)
      expect(region.width).toBeGreaterThanOrEqual(36)
    }
  })

  it.each(['', '1-2-3', '10000-0-1-1', '0-0-0-1', '0-0-10001-1', '-1-0-5-5', '0-0-1e3-5'])(
    'has no box %j',
    (text) => {
      expect(parseCropBox(text)).toBeNull()
    },
  )

  it('writes its box so that it is read again', () => {
    expect(parseCropBox(formatCropBox(box))).toEqual(box)
  })
})

describe('a small version', () => {
  it('is as wide as asked for or a little wider, in few widths, and kept', async () => {
    const { app, links, photo, blobs } = await edgeWithPhoto()
    const link = (width: number) => links.thumbnail(photo.id, width)
    // The working size of these tests is 320 pixels: nothing is enlarged.
    for (const [asked, width, height] of [
      [-5, 160, 120],
      [100, 160, 120],
      [161, 320, 240],
      [9999, 320, 240],
    ] as const) {
      const response = await app.request(link(asked))
      expect(response.headers.get('cache-control')).toBe('private, max-age=3600, immutable')
      expect(await sizeOf(response)).toEqual({ width, height })
    }
    expect((await blobs.list('drawn/')).sort()).toEqual(
      ['160', '320', '640'].map((width) => `drawn/${photo.id}/thumbnail-${width}.jpg`),
    )
  })

  it('is what the answer links to for lists', async () => {
    const { app, photo } = await edgeWithPhoto()
    expect(await sizeOf(await app.request(photo.links.thumbnail))).toEqual({ width: 320, height: 240 })
  })

  it('needs a link of its own, and has no other widths', async () => {
    const { app, links, photo } = await edgeWithPhoto()
    const [path, query] = links.thumbnail(photo.id, 160).split('?') as [string, string]
    expect(await refusal(app.request(`${path.replace('160', '320')}?${query}`))).toBe('403 LINK_INVALID')
    expect(await refusal(app.request(links.to(`/photos/${photo.id}/thumbnails/500`)))).toBe(
      '404 ROUTE_UNKNOWN',
    )
    const nobody = links.thumbnail('p'.padEnd(33, '0'), 160)
    expect(await refusal(app.request(nobody))).toBe('404 PHOTO_NOT_FOUND')
  })

  it('comes by the hundred without using up what a client may ask for', async () => {
    const { app, photo } = await edgeWithPhoto({ limits: { perMinute: 1, burst: 3 } })
    for (let i = 0; i < 300; i++) expect((await app.request(photo.links.thumbnail)).status).toBe(200)
    expect((await app.request(photo.links.normalized)).status).toBe(200)
    expect((await app.request(photo.links.normalized)).status).toBe(200)
    expect((await app.request(photo.links.normalized)).status).toBe(429)
  })
})

describe('an annotated picture', () => {
  it('is drawn from what was stored under its name, and stays as it was when there is another', async () => {
    const { app, links, photo, photos } = await edgeWithPhoto({ annotate })
    const first = await photos.putOverlay(photo.id, overlay)
    const second = await photos.putOverlay(photo.id, { damages: ['dent', 'scratch'] })
    const show = async (name: string | null) =>
      (await sizeOf(await app.request(links.annotated(photo.id, name as string)))).width
    expect(await show(first)).toBe(JSON.stringify(overlay).length)
    expect(await show(second)).toBe(JSON.stringify({ damages: ['dent', 'scratch'] }).length)
    expect(await show(first)).toBe(JSON.stringify(overlay).length)
  })

  it('of the latest assessment is behind the plain link, and changes with it', async () => {
    const { app, photo, photos } = await edgeWithPhoto({ annotate })
    expect(await refusal(app.request(photo.links.annotated))).toBe('404 PHOTO_NOT_FOUND')
    await photos.putOverlay(photo.id, overlay, { latest: true })
    const response = await app.request(photo.links.annotated)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    expect((await sizeOf(response)).width).toBe(JSON.stringify(overlay).length)
    await photos.putOverlay(photo.id, { damages: [] }, { latest: true })
    expect((await sizeOf(await app.request(photo.links.annotated))).width).toBe(14)
  })

  it('is not there where nothing draws, or nothing was stored', async () => {
    const { app, links, photo, photos } = await edgeWithPhoto()
    const name = (await photos.putOverlay(photo.id, overlay)) as string
    expect(await refusal(app.request(links.annotated(photo.id, name)))).toBe('404 PHOTO_NOT_FOUND')
    const other = await edgeWithPhoto({ annotate })
    expect(await refusal(other.app.request(other.links.annotated(other.photo.id, '0'.repeat(32))))).toBe(
      '404 PHOTO_NOT_FOUND',
    )
  })

  it('is not kept of a photo that is erased while it is drawn', async () => {
    const slow: typeof annotate = async (...args) => {
      await photos.erase(photo.id)
      return annotate(...args)
    }
    const { app, links, photo, photos, blobs } = await edgeWithPhoto({ annotate: slow })
    const name = (await photos.putOverlay(photo.id, overlay)) as string
    expect(await refusal(app.request(links.annotated(photo.id, name)))).toBe('404 PHOTO_NOT_FOUND')
    expect(await blobs.list('')).toEqual([])
  })

  it('is removed after a while, and drawn again when it is asked for', async () => {
    const { app, links, photo, photos, blobs, drawings } = await edgeWithPhoto({ annotate })
    await photos.putOverlay(photo.id, overlay, { latest: true })
    await app.request(photo.links.annotated)
    await app.request(links.crop(photo.id, box))
    expect(await drawings.sweep(3600)).toBe(0)
    expect(await drawings.sweep(-1)).toBe(2)
    expect(await blobs.list('drawn/')).toEqual([])
    expect((await app.request(photo.links.annotated)).status).toBe(200)
    expect((await app.request(links.crop(photo.id, box))).status).toBe(200)
  })
})

describe('a drawing that is stuck', () => {
  const limits = { takeSeconds: 1.5 }
  const stuck = () => new Promise<never>(() => {})

  it('is told of in time, and begun anew for whoever asks next', async () => {
    let drawn = 0
    const first = (...args: Parameters<typeof annotate>) => (drawn++ === 0 ? stuck() : annotate(...args))
    const { app, photo, photos } = await edgeWithPhoto({ annotate: first, limits })
    await photos.putOverlay(photo.id, overlay, { latest: true })
    const answers = await Promise.all([1, 2].map(() => app.request(photo.links.annotated)))
    for (const answer of answers) {
      expect(answer.headers.get('retry-after')).toBe('5')
      expect(await refusal(answer)).toBe('503 DRAWING_TOO_SLOW')
    }
    expect(drawn).toBe(1)
    expect((await app.request(photo.links.annotated)).status).toBe(200)
  })

  it('keeps others waiting no longer either, and what waits in vain leaves the line', async () => {
    const ends: (() => void)[] = []
    const slow = async (...args: Parameters<typeof annotate>) => {
      await new Promise<void>((resolve) => ends.push(resolve))
      return annotate(...args)
    }
    const { links, app, photo, photos, drawings } = await edgeWithPhoto({ annotate: slow, limits })
    const names = await Promise.all([1, 2, 3].map((n) => photos.putOverlay(photo.id, { damages: [n] })))
    const asked = names.map((name) => app.request(links.annotated(photo.id, name as string)))
    for (const answer of asked) expect(await refusal(answer)).toBe('503 DRAWING_TOO_SLOW')
    // Results of batches have their pictures drawn without a request.
    const ready = await photos.get(photo.id)
    if (ready?.state !== 'READY') throw new Error('Expected a photo')
    await expect(drawings.annotated(ready, names[2] as string, 60)).rejects.toMatchObject({
      code: 'DRAWING_TOO_SLOW',
    })
    expect(ends).toHaveLength(2)
    for (const end of ends) end()
    expect((await app.request(links.crop(photo.id, box))).status).toBe(200)
  })
})
