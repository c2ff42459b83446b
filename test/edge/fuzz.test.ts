import { pino } from 'pino'
import type { Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { draw, withMetadata } from './draw-photo.ts'
import { createMemoryBlobs } from './memory-blobs.ts'
import { startEdge } from './start-edge.ts'

const VARIANTS = 170

const formats: [string, (photo: Sharp) => Sharp][] = [
  ['JPEG', (photo) => photo.jpeg()],
  ['progressive JPEG', (photo) => photo.jpeg({ progressive: true })],
  ['PNG', (photo) => photo.png()],
  ['WebP', (photo) => photo.webp()],
  ['AVIF', (photo) => photo.avif({ effort: 0 })],
  ['TIFF', (photo) => photo.tiff()],
]

/** Numbers from 0 to `below`, always the same. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
}

/** Flips bits, cuts, repeats, moves or overwrites: the head more often, since that is where structure is. */
function mutate(photo: Buffer, seed: number): Buffer {
  const roll = dice(seed)
  let bytes = Buffer.from(photo)
  for (let times = 1 + roll(4); times > 0 && bytes.length > 1; times--) {
    const at = roll(2) ? roll(Math.min(bytes.length, 700)) : roll(bytes.length)
    const length = 1 + roll(40)
    switch (roll(6)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << roll(8))
        break
      case 1:
        bytes.fill([0, 0xff, 0x7f, 0x80][roll(4)]!, at, Math.min(at + length, bytes.length))
        break
      case 2:
        bytes = bytes.subarray(0, bytes.length - roll(bytes.length >> 1))
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
        break
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
        break
      default:
        for (let i = at; i < Math.min(at + length, bytes.length); i++) bytes[i] = roll(256)
    }
  }
  return bytes
}

describe('a damaged or hostile file', () => {
  it.each(formats)(
    `of %s is taken or refused, never a failure, in ${VARIANTS} variants`,
    async (_, encode) => {
      const photo = await encode(withMetadata(draw(48, 40))).toBuffer()
      const failures: unknown[] = []
      const logger = pino({ level: 'error' }, { write: (line) => failures.push(JSON.parse(line).err?.stack) })
      const { app, blobs } = await startEdge({ blobs: createMemoryBlobs(), limits: { burst: 1e6 }, logger })
      const unexpected: string[] = []
      for (let seed = 1; seed <= VARIANTS; seed++) {
        const response = await app.request('/photos', {
          method: 'POST',
          body: new Uint8Array(mutate(photo, seed)),
        })
        const body = await response.text()
        const fine = response.status === 201 || (response.status < 500 && /"code":"PHOTO_/.test(body))
        if (!fine) unexpected.push(`${seed}: ${response.status} ${body}`)
      }
      expect(unexpected, failures.join('\n')).toEqual([])
      const keys = await blobs.list('')
      for (const key of keys) {
        const file = Buffer.from((await blobs.get(key))!)
        expect(file.includes('SECRET'), key).toBe(false)
      }
    },
    120_000,
  )
})
