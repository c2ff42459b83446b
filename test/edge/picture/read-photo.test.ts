import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../edge/picture/picture.ts'
import { type Photo, readPhoto } from '../../../edge/picture/read-photo.ts'
import { type Colour, draw, quadrants, recoloured, sharpOf } from './drawn.ts'
import { pngChunk, withPages } from './files.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name))
const read = (bytes: Uint8Array, maxSide = 1280): Promise<Photo> => readPhoto(bytes, { maxSide })

/** Signature and header chunk of a PNG, in bytes. */
const AFTER_PNG_HEADER = 8 + 25

/** Lossy formats and colour conversions move a colour by a few levels. */
const CLOSE = 6

describe('readPhoto', () => {
  it.each<[string, (picture: Picture) => Promise<Uint8Array>, string]>([
    ['a JPEG', (p) => sharpOf(p).jpeg().toBuffer(), 'jpeg'],
    ['a progressive JPEG', (p) => sharpOf(p).jpeg({ progressive: true }).toBuffer(), 'jpeg'],
    ['a PNG', (p) => sharpOf(p).png().toBuffer(), 'png'],
    [
      'an interlaced palette PNG',
      (p) => sharpOf(p).png({ palette: true, progressive: true }).toBuffer(),
      'png',
    ],
    ['a WebP', (p) => sharpOf(p).webp().toBuffer(), 'webp'],
    ['a lossless WebP', (p) => sharpOf(p).webp({ lossless: true }).toBuffer(), 'webp'],
    ['an AVIF', (p) => sharpOf(p).avif({ quality: 80, effort: 0 }).toBuffer(), 'avif'],
    ['a TIFF', (p) => sharpOf(p).tiff({ compression: 'lzw' }).toBuffer(), 'tiff'],
    ['a GIF', (p) => sharpOf(p).gif().toBuffer(), 'gif'],
    ['a HEIC', async () => fixture('plain.heic'), 'heic'],
  ])('reads %s', async (_, encode, format) => {
    const photo = await read(await encode(quadrants()))

    expect(photo).toMatchObject({ width: 96, height: 64, format })
    expect(photo.picture).toMatchObject({ width: 96, height: 64 })
    expect(photo.picture.data).toHaveLength(96 * 64 * 3)
    expect(recoloured(photo.picture)).toBeLessThanOrEqual(CLOSE)
  })

  describe('sizes', () => {
    it.each([
      [400, 300, 100, 100, 75],
      [300, 400, 100, 75, 100],
      [4000, 40, 1000, 1000, 10],
    ])(
      'shrinks %i×%i to a longest side of %i and states the original size',
      async (width, height, maxSide, w, h) => {
        const photo = await read(await sharpOf(quadrants(width, height)).jpeg().toBuffer(), maxSide)
        expect(photo).toMatchObject({ width, height, picture: { width: w, height: h } })
        expect(recoloured(photo.picture)).toBeLessThanOrEqual(CLOSE)
      },
    )

    it('never enlarges', async () => {
      const photo = await read(await sharpOf(quadrants(40, 30)).png().toBuffer(), 1280)
      expect(photo.picture).toMatchObject({ width: 40, height: 30 })
    })
  })

  describe('orientation', () => {
    /** Where the pixel stored at column c and row r is seen, by the EXIF orientation (CIPA DC-008, 4.6.5). */
    const seenAt: Record<number, (c: number, r: number, w: number, h: number) => [x: number, y: number]> = {
      1: (c, r) => [c, r],
      2: (c, r, w) => [w - 1 - c, r],
      3: (c, r, w, h) => [w - 1 - c, h - 1 - r],
      4: (c, r, _, h) => [c, h - 1 - r],
      5: (c, r) => [r, c],
      6: (c, r, w) => [w - 1 - r, c],
      7: (c, r, w, h) => [w - 1 - r, h - 1 - c],
      8: (c, r, _, h) => [r, h - 1 - c],
    }
    const stored = (orientation: number): Picture => {
      const { data, width, height } = quadrants()
      const turned = orientation > 4
      return draw(turned ? height : width, turned ? width : height, (c, r) => {
        const [x, y] = seenAt[orientation]!(c, r, width, height)
        return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)] as unknown as Colour
      })
    }

    it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns EXIF orientation %i upright', async (orientation) => {
      const bytes = await sharpOf(stored(orientation)).withMetadata({ orientation }).jpeg().toBuffer()
      const photo = await read(bytes, 48)

      expect(photo).toMatchObject({ width: 96, height: 64, picture: { width: 48, height: 32 } })
      expect(recoloured(photo.picture)).toBeLessThanOrEqual(CLOSE)
    })

    it.each(['png', 'webp', 'tiff'] as const)('turns a %s upright', async (format) => {
      const bytes = await sharpOf(stored(6)).withMetadata({ orientation: 6 })[format]().toBuffer()
      const photo = await read(bytes)
      expect(photo).toMatchObject({ width: 96, height: 64 })
      expect(recoloured(photo.picture)).toBeLessThanOrEqual(CLOSE)
    })

    it('turns a HEIC as its container says, once', async () => {
      const photo = await read(fixture('turned.heic'))
      expect(photo).toMatchObject({ width: 96, height: 64 })
      expect(recoloured(photo.picture)).toBeLessThanOrEqual(CLOSE)
    })
  })

  describe('colour', () => {
    /** The drawn colours taken as Display P3, in sRGB: by the primaries and transfer curves of both (CSS Color 4). */
    const fromDisplayP3 = {
      upperLeft: [218, 0, 6],
      upperRight: [0, 163, 41],
      lowerRight: [17, 61, 208],
      lowerLeft: [240, 240, 240],
    } as const

    it('converts from the embedded profile', async () => {
      const { icc } = await sharp(fixture('wide-gamut.heic')).metadata()
      const plain = await sharpOf(quadrants()).png().toBuffer()
      const photo = await read(withProfile(plain, icc!))
      expect(recoloured(photo.picture, fromDisplayP3)).toBeLessThanOrEqual(CLOSE)
    })

    it("converts from a HEIC's profile", async () => {
      const photo = await read(fixture('wide-gamut.heic'))
      expect(recoloured(photo.picture, fromDisplayP3)).toBeLessThanOrEqual(CLOSE)
    })

    it('converts CMYK', async () => {
      // Colours within the reach of printing inks.
      const printable = {
        upperLeft: [160, 80, 75],
        upperRight: [90, 140, 100],
        lowerRight: [85, 100, 150],
        lowerLeft: [230, 230, 230],
      } as const
      const picture = draw(64, 64, (x, y) =>
        y < 32
          ? printable[x < 32 ? 'upperLeft' : 'upperRight']
          : printable[x < 32 ? 'lowerLeft' : 'lowerRight'],
      )
      const bytes = await sharpOf(picture).toColourspace('cmyk').jpeg().toBuffer()
      expect((await sharp(bytes).metadata()).space).toBe('cmyk')
      expect(recoloured((await read(bytes)).picture, printable)).toBeLessThanOrEqual(15)
    })

    it('converts 16-bit colour', async () => {
      const bytes = await sharpOf(quadrants()).toColourspace('rgb16').png().toBuffer()
      expect((await sharp(bytes).metadata()).depth).toBe('ushort')
      expect(recoloured((await read(bytes)).picture)).toBeLessThanOrEqual(1)
    })

    it('converts 16-bit grey', async () => {
      const levels = Uint16Array.from({ length: 32 * 32 }, (_, i) => (i % 32) * 2000)
      const bytes = await sharp(levels, { raw: { width: 32, height: 32, channels: 1 } })
        .toColourspace('grey16')
        .png()
        .toBuffer()
      expect((await sharp(bytes).metadata()).depth).toBe('ushort')
      const { data } = (await read(bytes)).picture
      const row = Array.from({ length: 32 }, (_, x) => data[x * 3]!)
      expect(row).toEqual(Array.from({ length: 32 }, (_, x) => expect.closeTo((x * 2000) / 257, -0.4)))
    })

    it('gives grey pictures three equal channels', async () => {
      const bytes = await sharpOf(quadrants()).greyscale().jpeg().toBuffer()
      const { data } = (await read(bytes)).picture
      expect(data).toHaveLength(96 * 64 * 3)
      for (let i = 0; i < data.length; i += 3) expect([data[i + 1], data[i + 2]]).toEqual([data[i], data[i]])
    })

    it('lays transparency on white', async () => {
      const rgba = Uint8Array.from({ length: 32 * 32 * 4 }, (_, i) => [255, 0, 0, 128][i % 4]!)
      const bytes = await sharp(rgba, { raw: { width: 32, height: 32, channels: 4 } })
        .png()
        .toBuffer()
      const { data } = (await read(bytes)).picture
      expect([...data.subarray(0, 3)]).toEqual([255, expect.closeTo(127, -0.4), expect.closeTo(127, -0.4)])
    })
  })

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s', async (format) => {
    const frames = [quadrants(), draw(96, 64, () => [0, 0, 0])]
    const pngs = await Promise.all(frames.map((frame) => sharpOf(frame).png().toBuffer()))
    const bytes = await sharp(pngs, { join: { animated: true } })
      [format]()
      .toBuffer()
    expect((await sharp(bytes).metadata()).pages).toBe(2)

    const photo = await read(bytes)
    expect(photo).toMatchObject({ width: 96, height: 64 })
    expect(recoloured(photo.picture)).toBeLessThanOrEqual(CLOSE)
  })

  it('accepts the stray bytes that some phones leave in and behind a JPEG', async () => {
    const bytes = await sharpOf(quadrants()).jpeg().toBuffer()
    const padded = [bytes.subarray(0, -2), Buffer.alloc(3), bytes.subarray(-2), Buffer.alloc(100)]
    expect(recoloured((await read(Buffer.concat(padded))).picture)).toBeLessThanOrEqual(CLOSE)
  })

  it('takes the first page of a TIFF, however many follow', async () => {
    const tiff = await sharpOf(quadrants()).tiff().toBuffer()
    const photo = await readPhoto(withPages(tiff, 100_000), { maxSide: 1280, limits: { maxSeconds: 2 } })
    expect(recoloured(photo.picture)).toBeLessThanOrEqual(CLOSE)
  }, 6000)

  it('does not unpack the text in a PNG', async () => {
    const png = await sharpOf(quadrants()).png().toBuffer()
    const text = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(20_000_000))])
    const chunks = Array<Buffer>(100).fill(pngChunk('zTXt', text))
    const bomb = Buffer.concat([png.subarray(0, AFTER_PNG_HEADER), ...chunks, png.subarray(AFTER_PNG_HEADER)])

    // 2 GB unpacked take the decoder's 8 s; without them it is a matter of milliseconds.
    const photo = await readPhoto(bomb, { maxSide: 1280, limits: { maxSeconds: 2 } })
    expect(recoloured(photo.picture)).toBe(0)
  }, 6000)

  it.each(['plain.heic', 'turned.heic'])('leaves the bytes alone, to be read again: %s', async (name) => {
    const bytes = fixture(name)
    const before = Buffer.from(bytes)
    const first = await read(bytes)
    expect(bytes.equals(before)).toBe(true)
    expect(await read(bytes)).toEqual(first)
  })

  it('reads a view into a larger buffer', async () => {
    const bytes = await sharpOf(quadrants()).png().toBuffer()
    const larger = new Uint8Array(bytes.length + 100).fill(7)
    larger.set(bytes, 50)
    const photo = await read(larger.subarray(50, 50 + bytes.length))
    expect(recoloured(photo.picture)).toBe(0)
  })
})

/** A PNG with a colour profile put in: sharp itself would convert the pixels to it. */
function withProfile(png: Buffer, icc: Uint8Array): Buffer {
  const profile = pngChunk('iCCP', Buffer.concat([Buffer.from('P\0\0', 'latin1'), deflateSync(icc)]))
  return Buffer.concat([png.subarray(0, AFTER_PNG_HEADER), profile, png.subarray(AFTER_PNG_HEADER)])
}
