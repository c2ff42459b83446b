import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { encodeJpeg, encodePng } from '../../../edge/picture/encode.ts'
import { readPhoto } from '../../../edge/picture/read-photo.ts'
import { quadrants, recoloured, scene, sharpOf } from './drawn.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

describe('encoding', () => {
  it.each([
    ['JPEG', encodeJpeg],
    ['PNG', encodePng],
  ])('leaves nothing of the upload in a %s but its pixels', async (_, encode) => {
    const upload = await sharpOf(quadrants())
      .withExif({
        IFD0: { Make: 'Secretmaker', ImageDescription: 'Secretplace' },
        IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">Secretxmp</x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    expect(upload.toString('latin1')).toContain('Secretmaker')

    const { picture } = await readPhoto(upload, { maxSide: 1280 })
    const encoded = await encode(picture)
    expect(encoded.toString('latin1')).not.toMatch(/Secret|Exif|GPS|xmp|ICC_PROFILE|iCCP/)
    const { exif, xmp, iptc, icc, orientation } = await sharp(encoded).metadata()
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({})
  })

  it('keeps the pixels', async () => {
    const picture = quadrants()
    expect((await readPhoto(await encodePng(picture), { maxSide: 1280 })).picture.data).toEqual(
      Buffer.from(picture.data),
    )
    const { picture: lossy } = await readPhoto(await encodeJpeg(picture), { maxSide: 1280 })
    expect(recoloured(lossy)).toBeLessThanOrEqual(4)
  })

  it('writes smaller JPEGs of lower quality', async () => {
    const [fine, coarse] = await Promise.all([encodeJpeg(scene()), encodeJpeg(scene(), { quality: 40 })])
    expect(coarse.length).toBeLessThan(fine.length)
  })

  it('gives the memory of what it encoded back', async () => {
    const picture = scene(1280, 960)
    const encode = async (times: number) => {
      for (let i = 0; i < times; i++) await encodeJpeg(picture, { quality: 100 })
      collectGarbage()
      await setImmediate()
      return process.memoryUsage.rss() / 2 ** 20
    }
    const before = await encode(50)
    const grownMb = (await encode(60)) - before
    // Where sharp does not free them it is 30 MB.
    expect(grownMb).toBeLessThan(15)
  })
})
