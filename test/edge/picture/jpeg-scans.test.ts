import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { countScans } from '../../../edge/picture/jpeg-scans.ts'
import { readPhoto } from '../../../edge/picture/read-photo.ts'

const noise = (channels: 1 | 3) =>
  sharp({
    create: {
      width: 320,
      height: 240,
      channels: 3,
      background: '#456',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  }).toColourspace(channels === 1 ? 'b-w' : 'srgb')

describe('the scans of a JPEG', () => {
  it.each([1, 3] as const)(
    'are one, where a sequential picture has its %i components in it',
    async (channels) => {
      expect(countScans(await noise(channels).jpeg().toBuffer(), 100)).toBe(1)
    },
  )

  it('are counted one by one where the picture is progressive', async () => {
    const scans = countScans(await noise(3).jpeg({ progressive: true }).toBuffer(), 100)
    expect(scans).toBeGreaterThan(5)
    expect(scans).toBeLessThan(20)
  })

  it('are those that a decoder looks at: what follows a whole one changes nothing', async () => {
    const plain = await noise(3).jpeg().toBuffer()
    const scan = plain.subarray(plain.indexOf('\xff\xda', undefined, 'latin1'), -2)
    const more = Buffer.concat([plain.subarray(0, -2), ...Array<Buffer>(150).fill(scan), plain.subarray(-2)])
    expect(countScans(more, 101)).toBe(1)
    const [one, other] = await Promise.all([plain, more].map((bytes) => readPhoto(bytes, { maxSide: 200 })))
    expect(Buffer.compare(Buffer.from(other!.picture.data), Buffer.from(one!.picture.data))).toBe(0)
  })
})
