import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { hashDistance, SAME_PHOTO_DISTANCE } from '../../edge/fingerprint/hash-distance.ts'
import { perceptualHash } from '../../edge/fingerprint/perceptual-hash.ts'
import { measuredGrey } from '../../edge/picture/grey.ts'
import { readPhoto } from '../../edge/picture/read-photo.ts'
import { draw } from './draw-photo.ts'

const hashOf = async (photo: Sharp) =>
  perceptualHash(measuredGrey((await readPhoto(await photo.jpeg().toBuffer(), { maxSide: 320 })).picture))

describe('perceptualHash', () => {
  it.each<[string, (photo: Sharp) => Sharp]>([
    ['made smaller', (photo) => photo.resize(200)],
    ['squeezed', (photo) => photo.resize(300, 300, { fit: 'fill' })],
    ['compressed hard', (photo) => photo.jpeg({ quality: 20 })],
    ['brighter', (photo) => photo.linear(1.2, 8)],
    ['cropped a little', (photo) => photo.extract({ left: 20, top: 15, width: 600, height: 450 })],
    ['cropped in a corner', (photo) => photo.extract({ left: 64, top: 0, width: 576, height: 432 })],
  ])('finds a copy that was %s', async (_, alter) => {
    const [photo, copy] = [await hashOf(draw(640, 480)), await hashOf(alter(draw(640, 480)))]
    expect(hashDistance(photo, copy)).toBeLessThanOrEqual(SAME_PHOTO_DISTANCE)
  })

  it('tells different photos apart', async () => {
    const hashes = await Promise.all(Array.from({ length: 12 }, (_, i) => hashOf(draw(320, 240, i + 1))))
    for (const [i, a] of hashes.entries()) {
      for (const b of hashes.slice(i + 1)) expect(hashDistance(a, b)).toBeGreaterThan(SAME_PHOTO_DISTANCE)
    }
  })

  it('of a picture of one colour is a hash, too', async () => {
    const grey = sharp({ create: { width: 64, height: 64, channels: 3, background: '#808080' } })
    expect(await hashOf(grey)).toMatch(/^[0-9a-f]{176}$/)
  })
})

describe('hashDistance', () => {
  const hash = fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 176, maxLength: 176 })
    .map((digits) => digits.join(''))

  it('is symmetric, 0 to itself, and at most 64', () => {
    fc.assert(
      fc.property(hash, hash, (a, b) => {
        expect(hashDistance(a, b)).toBe(hashDistance(b, a))
        expect(hashDistance(a, a)).toBe(0)
        expect(hashDistance(a, b)).toBeLessThanOrEqual(64)
      }),
    )
  })

  it('refuses what is no hash', () => {
    expect(() => hashDistance('0', 'x')).toThrow(RangeError)
  })
})
