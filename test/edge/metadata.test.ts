import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sharp } from 'sharp'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Blobs } from '../../edge/blobs/blobs.ts'
import { draw, drawnJpeg, secrets, withMetadata } from './draw-photo.ts'
import { json, post, startEdge } from './start-edge.ts'

/** Every byte that is stored, after the photo was taken in. */
async function storedBytes(blobs: Blobs): Promise<Buffer[]> {
  const keys = await blobs.list('')
  return Promise.all(keys.map(async (key) => Buffer.from((await blobs.get(key)) ?? [])))
}

async function stored(blobs: Blobs, id: string, version: string): Promise<Buffer> {
  return Buffer.from((await blobs.get(`photos/${id}/${version}`)) ?? [])
}

const formats: [string, (photo: Sharp) => Sharp][] = [
  ['JPEG', (photo) => photo.jpeg()],
  ['progressive JPEG', (photo) => photo.jpeg({ progressive: true })],
  ['CMYK JPEG', (photo) => photo.toColourspace('cmyk').jpeg()],
  ['PNG', (photo) => photo.png()],
  ['WebP', (photo) => photo.webp()],
  ['lossless WebP', (photo) => photo.webp({ lossless: true })],
  ['AVIF', (photo) => photo.avif({ effort: 0 })],
  ['TIFF', (photo) => photo.tiff()],
]

describe('metadata', () => {
  it.each(formats)('of a %s is stored nowhere, but for the time and the camera', async (name, encode) => {
    const photo = await encode(withMetadata(draw())).toBuffer()
    const { exif, xmp } = await sharp(photo).metadata()
    // sharp does not write EXIF into TIFF.
    if (name !== 'TIFF') expect(exif?.includes(secrets.artist)).toBe(true)
    expect(xmp?.includes(secrets.city)).toBe(true)

    const { app, blobs } = await startEdge()
    const body = await json(post(app, photo))
    const files = await storedBytes(blobs)
    expect(files).toHaveLength(4)
    for (const file of files) {
      for (const secret of Object.values(secrets)) expect(file.includes(secret)).toBe(false)
    }
    for (const version of ['original', 'normalized', 'enhanced']) {
      const { xmp, iptc, exif } = await sharp(await stored(blobs, body.id, version)).metadata()
      expect(iptc).toBeUndefined()
      for (const block of [exif, xmp])
        expect(block?.subarray(6).some((byte) => byte !== 0) ?? false).toBe(false)
    }
    if (name !== 'TIFF') {
      expect(body).toMatchObject({ takenAt: '2024-05-01T12:30:45+02:00', camera: 'Acme Phone 9' })
    }
  })

  it.each(['plain', 'turned', 'wide-gamut'])(
    'of a HEIC is overwritten and nothing else: %s',
    async (name) => {
      const heic = await readFile(join(import.meta.dirname, `picture/fixtures/${name}.heic`))
      const { app, blobs } = await startEdge()
      const { id, links } = await json(post(app, heic))
      const original = await stored(blobs, id, 'original')
      expect(original).toHaveLength(heic.length)
      if (name !== 'turned') expect(original.equals(heic)).toBe(true)
      const { exif } = await sharp(original).metadata()
      expect(exif?.subarray(6).some((byte) => byte !== 0) ?? false).toBe(false)
      expect((await app.request(links.original)).headers.get('content-type')).toBe('image/heic')
      const again = await json(post(app, original))
      const enhanced = await stored(blobs, again.id, 'enhanced')
      expect(enhanced.equals(await stored(blobs, id, 'enhanced'))).toBe(true)
    },
  )

  it.each(['JPEG', 'PNG', 'WebP', 'AVIF', 'lossless WebP', 'CMYK JPEG'])(
    'is taken out of a %s without touching a pixel',
    async (name) => {
      const encode = formats.find(([format]) => format === name)![1]
      const photo = await encode(withMetadata(draw())).toBuffer()
      const { app, blobs } = await startEdge()
      const { id } = await json(post(app, photo))
      const pixels = (file: Buffer) => sharp(file).raw().toBuffer()
      expect((await pixels(await stored(blobs, id, 'original'))).equals(await pixels(photo))).toBe(true)
    },
  )

  it.each([
    ['jpeg', 6],
    ['jpeg', 2],
    ['png', 8],
    ['webp', 3],
  ] as const)('of a %s keeps its orientation, %i', async (format, orientation) => {
    const photo = await withMetadata(draw(320, 200)).withMetadata({ orientation }).toFormat(format).toBuffer()
    const { app, blobs } = await startEdge()
    const body = await json(post(app, photo))
    const sideways = orientation > 4
    expect([body.width, body.height]).toEqual(sideways ? [200, 320] : [320, 200])
    expect(await sharp(await stored(blobs, body.id, 'original')).metadata()).toMatchObject({ orientation })
    const enhanced = await sharp(await stored(blobs, body.id, 'enhanced')).metadata()
    expect([enhanced.width, enhanced.height]).toEqual([body.width, body.height])
  })

  it.each(formats.filter(([name]) => /JPEG|PNG|WebP/.test(name)))(
    'behind the end of a %s (another file, a film) is not stored',
    async (_, encode) => {
      const photo = Buffer.concat([await encode(draw()).toBuffer(), Buffer.from('PK\x03\x04 SECRET-ARTIST')])
      const { app, blobs } = await startEdge()
      const { id } = await json(post(app, photo))
      expect((await stored(blobs, id, 'original')).includes('SECRET')).toBe(false)
    },
  )

  it('in comments and unknown segments of a JPEG is not stored', async () => {
    const jpeg = await drawnJpeg()
    const segment = (marker: number) =>
      Buffer.concat([Buffer.from([0xff, marker, 0, 15]), Buffer.from(secrets.artist)])
    const markers = [0xfe, 0xe1, 0xe3, 0xec, 0xed, 0xef]
    const photo = Buffer.concat([jpeg.subarray(0, 2), ...markers.map(segment), jpeg.subarray(2)])
    const { app, blobs } = await startEdge()
    const { id } = await json(post(app, photo))
    expect((await stored(blobs, id, 'original')).includes('SECRET')).toBe(false)
  })

  it('that lies about the time or carries control characters does no harm', async () => {
    const photo = await draw()
      .withExif({
        IFD0: { Make: 'Evil\u0007\u001b[31m', Model: 'x'.repeat(500) },
        IFD2: { DateTimeOriginal: 'yesterday' },
      })
      .jpeg()
      .toBuffer()
    const { app } = await startEdge()
    const body = await json(post(app, photo))
    expect(body.takenAt).toBeNull()
    expect(body.camera).toMatch(/^Evil\[31m x{60}$/)
  })

  it('keeps the colour profile of the original', async () => {
    const photo = await withMetadata(draw()).withIccProfile('p3').jpeg().toBuffer()
    const { app, blobs } = await startEdge()
    const { id } = await json(post(app, photo))
    const icc = async (file: Buffer) => (await sharp(file).metadata()).icc
    expect(await icc(await stored(blobs, id, 'original'))).toEqual(await icc(photo))
  })
})
