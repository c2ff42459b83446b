import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type PhotoError, UnsupportedPhoto } from '../../../edge/picture/errors.ts'
import { readPhoto } from '../../../edge/picture/read-photo.ts'
import { quadrants, sharpOf } from './drawn.ts'
import { gifOfSize, isoOfSize, jpegOfSize, pngHeader, tiffOfSize, tiffWith } from './files.ts'

const heic = readFileSync(join(import.meta.dirname, 'fixtures', 'plain.heic'))
const picture = () => sharpOf(quadrants())
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><image href="/etc/passwd"/></svg>'

const refusal = (bytes: Uint8Array | string, limits = {}): Promise<PhotoError> =>
  readPhoto(Buffer.from(bytes as Uint8Array), { maxSide: 1280, limits }).then(
    () => expect.unreachable('it was read'),
    (error) => error,
  )

describe('readPhoto refuses', () => {
  it('an empty file', async () => {
    expect(await refusal('')).toMatchObject({
      code: 'PHOTO_EMPTY',
      message: 'Expected a photo but received 0 bytes',
    })
  })

  it.each<[string, string, Uint8Array | string]>([
    ['text', 'text', 'not a photo, whatever its name says'],
    ['text', 'text', '\ufeffwith a byte order mark'],
    ['html', 'a web page', '<!DOCTYPE html><html><body><img src="x"></body></html>'],
    ['svg', 'an SVG drawing', svg],
    ['svg', 'an SVG drawing', `<?xml version="1.0"?>\n<!-- drawn -->\n${svg}`],
    ['svg', 'an SVG drawing', `  \n${svg}`],
    ['svg', 'an SVG drawing', Buffer.from(svg, 'utf16le')],
    ['xml', 'an XML document', '<?xml version="1.0"?><note/>'],
    ['gzip', 'a gzip archive', gzipSync(svg)],
    ['pdf', 'a PDF document', '%PDF-1.7\n1 0 obj'],
    ['postscript', 'a PostScript document', '%!PS-Adobe-3.0 EPSF-3.0'],
    ['bmp', 'a BMP picture', Buffer.from('BM\x46\0\0\0\0\0\0\0', 'latin1')],
    ['zip', 'a zip archive or office document', 'PK\x03\x04\x14\0'],
    ['video', 'a video', '\0\0\0\x18ftypisom\0\0\0\0isommp42'],
    ['raw', 'a camera raw file', '\0\0\0\x18ftypcrx \0\0\0\x01crx isom'],
    ['raw', 'a camera raw file', 'II*\0\x10\0\0\0CR\x02\0'],
    [
      'raw',
      'a camera raw file',
      tiffWith([
        [256, 160],
        [257, 120],
        [50706, 0x0401],
      ]),
    ],
    [
      'raw',
      'a camera raw file',
      tiffWith([
        [254, 1],
        [256, 160],
        [257, 120],
        [330, 9000],
      ]),
    ],
    ['bigtiff', 'a BigTIFF', 'II+\0\x08\0\0\0'],
    ['jxl', 'a JPEG XL picture', Buffer.from([0xff, 0x0a, 0, 0, 0, 0])],
    ['unknown', 'a file of unknown type', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])],
  ])('%s by name: %s', async (format, description, bytes) => {
    const error = await refusal(bytes)
    expect(error).toBeInstanceOf(UnsupportedPhoto)
    expect(error).toMatchObject({ code: 'PHOTO_UNSUPPORTED', format })
    expect(error.message).toBe(
      `Expected a photo (JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF) but received ${description}`,
    )
  })

  describe('from the header, before decoding', () => {
    it.each<[string, () => Promise<Uint8Array>, number]>([
      ['a PNG', async () => pngHeader(30_000, 30_000), 900],
      ['a JPEG', async () => jpegOfSize(await picture().jpeg().toBuffer(), 65_000, 65_000), 4225],
      ['a GIF', async () => gifOfSize(await picture().gif().toBuffer(), 30_000, 30_000), 900],
      ['a TIFF', async () => tiffOfSize(await picture().tiff().toBuffer(), 30_000, 30_000), 900],
      ['a HEIC', async () => isoOfSize(heic, 30_000, 30_000), 900],
      ['an AVIF', async () => isoOfSize(await picture().avif({ effort: 0 }).toBuffer(), 16_000, 16_000), 256],
    ])('%s that claims to be enormous', async (_, bytes, megapixels) => {
      expect(await refusal(await bytes())).toMatchObject({
        code: 'PHOTO_TOO_LARGE',
        megapixels,
        maxMegapixels: 100,
        message: `Expected a photo of at most 100 megapixels but received ${megapixels}`,
      })
    })

    it('more pixels than allowed, by the limit given', async () => {
      const bytes = await sharpOf(quadrants(200, 100)).png().toBuffer()
      expect(await refusal(bytes, { maxMegapixels: 0.0199 })).toMatchObject({ code: 'PHOTO_TOO_LARGE' })
      await expect(readPhoto(bytes, { maxSide: 99, limits: { maxMegapixels: 0.02 } })).resolves.toBeDefined()
    })

    it('never says that it received no more than it allows', async () => {
      const bytes = await sharpOf(quadrants(201, 100)).png().toBuffer()
      const error = await refusal(bytes, { maxMegapixels: 0.02 })
      expect(error.message).toBe('Expected a photo of at most 0.02 megapixels but received 0.03')
    })

    it('more bytes than allowed', async () => {
      const bytes = await picture().png().toBuffer()
      expect(await refusal(bytes, { maxBytes: bytes.length - 1 })).toMatchObject({
        code: 'PHOTO_TOO_MANY_BYTES',
        bytes: bytes.length,
        maxBytes: bytes.length - 1,
      })
    })

    it.each([
      [1, 1],
      [2000, 3],
      [15, 16],
    ])('%i×%i pixels', async (width, height) => {
      const bytes = await sharpOf(quadrants(width, height)).png().toBuffer()
      expect(await refusal(bytes)).toMatchObject({
        code: 'PHOTO_TOO_SMALL',
        message: `Expected a photo of at least 16x16 pixels but received ${width}x${height}`,
      })
    })
  })

  describe('damaged files', () => {
    it.each<[string, () => Promise<Buffer>]>([
      ['JPEG', () => picture().jpeg().toBuffer()],
      ['progressive JPEG', () => picture().jpeg({ progressive: true }).toBuffer()],
      ['PNG', () => picture().png().toBuffer()],
      ['WebP', () => picture().webp().toBuffer()],
      ['AVIF', () => picture().avif({ effort: 0 }).toBuffer()],
      ['TIFF', () => picture().tiff({ compression: 'lzw' }).toBuffer()],
      ['GIF', () => picture().gif().toBuffer()],
      ['HEIC', async () => heic],
    ])('a %s cut short anywhere', async (_, encode) => {
      const bytes = await encode()
      for (const share of [0.3, 0.5, 0.8, 0.95]) {
        const error = await refusal(bytes.subarray(0, Math.floor(bytes.length * share)))
        expect(error).toMatchObject({ code: 'PHOTO_DAMAGED' })
      }
    })

    it('saying which format it is and what to do', async () => {
      const bytes = await picture().jpeg().toBuffer()
      expect((await refusal(bytes.subarray(0, bytes.length >> 1))).message).toMatch(
        /^Expected a complete JPEG photo but received one that cannot be decoded \(.+\); export or take it again$/,
      )
    })

    it('a large JPEG cut short near its end', async () => {
      const bytes = await sharpOf(quadrants(2000, 1500)).jpeg().toBuffer()
      expect(await refusal(bytes.subarray(0, bytes.length - 200))).toMatchObject({ code: 'PHOTO_DAMAGED' })
    })

    it('a progressive JPEG of endless scans', async () => {
      const bytes = await picture().jpeg({ progressive: true }).toBuffer()
      const lastScan = bytes.subarray(bytes.lastIndexOf('\xff\xda', undefined, 'latin1'), -2)
      const bomb = Buffer.concat([bytes.subarray(0, -2), ...Array<Buffer>(100).fill(lastScan)])
      expect(await refusal(bomb)).toMatchObject({ code: 'PHOTO_DAMAGED', reason: 'more than 100 scans' })
    })

    it('a sequential JPEG of endless scans of one component each', async () => {
      const bytes = await picture().jpeg().toBuffer()
      const at = bytes.indexOf('\xff\xda', undefined, 'latin1')
      // One component: its table selectors, and the whole of its coefficients at once.
      const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0])
      const bomb = Buffer.concat([
        bytes.subarray(0, at),
        ...Array<Buffer>(101).fill(scan),
        bytes.subarray(at),
      ])
      expect(await refusal(bomb)).toMatchObject({ code: 'PHOTO_DAMAGED', reason: 'more than 100 scans' })
    })

    it('a photo whose decoding exceeds its time', async () => {
      expect(await refusal(heic, { maxSeconds: 0.001 })).toMatchObject({
        code: 'PHOTO_DAMAGED',
        reason: 'decoding took too long',
      })
    })
  })
})
