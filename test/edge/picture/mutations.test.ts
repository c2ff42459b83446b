import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { PhotoError } from '../../../edge/picture/errors.ts'
import { type Photo, readPhoto } from '../../../edge/picture/read-photo.ts'
import { sniffFormat } from '../../../edge/picture/sniff.ts'
import { quadrants, sharpOf } from './drawn.ts'

const files: Record<string, Buffer> = {}

beforeAll(async () => {
  const picture = () => sharpOf(quadrants(48, 32))
  files.jpeg = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
  files.progressive = await picture().jpeg({ progressive: true }).toBuffer()
  files.png = await picture().png().toBuffer()
  files.webp = await picture().webp().toBuffer()
  files.avif = await picture().avif({ effort: 0 }).toBuffer()
  files.tiff = await picture().tiff({ compression: 'lzw' }).toBuffer()
  files.gif = await picture().gif().toBuffer()
  files.heic = readFileSync(join(import.meta.dirname, 'fixtures', 'wide-gamut.heic'))
})

/** A few bytes overwritten anywhere, some of the file cut off or put in twice. */
const mutation = fc.record({
  overwrite: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
  keep: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
  repeat: fc.option(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 40 })), { freq: 4 }),
})

function mutate(
  bytes: Buffer,
  { overwrite, keep, repeat }: typeof mutation extends fc.Arbitrary<infer M> ? M : never,
) {
  let mutated = Buffer.from(bytes)
  for (const [at, value] of overwrite) mutated[at % mutated.length] = value
  if (repeat) {
    const at = repeat[0] % mutated.length
    mutated = Buffer.concat([mutated.subarray(0, at + repeat[1]), mutated.subarray(at)])
  }
  return keep === null ? mutated : mutated.subarray(0, Math.floor(mutated.length * keep))
}

describe('readPhoto, given a mutated photo', () => {
  it.each([
    ['jpeg', 60],
    ['progressive', 60],
    ['png', 60],
    ['webp', 60],
    ['avif', 30],
    ['tiff', 60],
    ['gif', 60],
    // Each takes a thread and a fresh decoder.
    ['heic', 12],
  ])(
    'gives a picture or a PhotoError, and nothing else: %s',
    async (name, numRuns) => {
      await fc.assert(
        fc.asyncProperty(mutation, async (change) => {
          const bytes = mutate(files[name]!, change)
          const outcome: unknown = await readPhoto(bytes, { maxSide: 40 }).catch((error) => error)
          if (outcome instanceof Error) {
            expect(outcome).toBeInstanceOf(PhotoError)
          } else {
            const { picture, width, height } = outcome as Photo
            expect(picture.data).toHaveLength(picture.width * picture.height * 3)
            expect(Math.max(picture.width, picture.height)).toBe(Math.min(40, Math.max(width, height)))
          }
        }),
        { numRuns },
      )
    },
    120_000,
  )
})

describe('sniffFormat', () => {
  it('names something for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(sniffFormat(bytes)).toMatch(/^[a-z0-9]+$/)
      }),
    )
  })

  it('goes by the content whatever follows it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(files)), fc.uint8Array({ maxLength: 64 }), (name, tail) => {
        const format = name === 'progressive' ? 'jpeg' : name
        expect(sniffFormat(Buffer.concat([files[name]!, tail]))).toBe(format)
      }),
    )
  })
})
