import exif from 'exif-reader'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { carryExif } from '../../../web/upload/carry-exif.ts'

const picture = sharp({ create: { width: 8, height: 6, channels: 3, background: '#888' } })

const taken = {
  IFD0: { Make: 'Canon', Model: 'EOS', Orientation: '6' },
  IFD2: { DateTimeOriginal: '2026:03:01 10:20:30' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' },
}

async function exifOf(blob: Blob) {
  const { exif: bytes } = await sharp(Buffer.from(await blob.arrayBuffer())).metadata()
  return bytes ? exif(bytes) : null
}

describe('carryExif', () => {
  it('takes camera and time along, makes it upright, and leaves the place behind', async () => {
    const source = new Blob([new Uint8Array(await picture.clone().withExif(taken).jpeg().toBuffer())])
    expect((await exifOf(source))?.GPSInfo?.GPSLatitude).toBeDefined()
    const target = new Blob([new Uint8Array(await picture.clone().jpeg().toBuffer())])

    const found = await exifOf(await carryExif(source, target))
    expect(found?.Image).toMatchObject({ Make: 'Canon', Model: 'EOS', Orientation: 1 })
    expect(found?.Photo?.DateTimeOriginal).toEqual(new Date('2026-03-01T10:20:30Z'))
    expect(found?.GPSInfo?.GPSLatitude).toBeUndefined()
  })

  it.each([
    ['a JPEG without metadata', async () => picture.clone().jpeg().toBuffer()],
    ['a PNG', async () => picture.clone().png().toBuffer()],
    ['a few bytes', async () => Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0x00])],
    ['nothing', async () => Buffer.alloc(0)],
  ])('leaves the target as it is for %s', async (_name, make) => {
    const target = new Blob(['target'])
    expect(await carryExif(new Blob([new Uint8Array(await make())]), target)).toBe(target)
  })

  it('survives metadata that points beyond its end', async () => {
    const source = new Uint8Array(await picture.clone().withExif(taken).jpeg().toBuffer())
    const at = Buffer.from(source).indexOf('Exif\0\0') + 6
    source.fill(0xff, at + 4, at + 8)
    const target = new Blob([new Uint8Array(await picture.clone().jpeg().toBuffer())])
    expect((await carryExif(new Blob([source]), target)).size).toBeGreaterThan(target.size)
  })
})
