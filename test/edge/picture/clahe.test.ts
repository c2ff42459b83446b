import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type ClaheSettings, clahe } from '../../../edge/picture/clahe.ts'
import { enhance } from '../../../edge/picture/enhance.ts'
import { lumaOf } from '../../../edge/picture/luma.ts'
import { scene } from './drawn.ts'
import { plainClahe } from './plain-clahe.ts'

const folder = join(import.meta.dirname, 'goldens')
const goldens: { cases: { name: string; settings: ClaheSettings }[] } = JSON.parse(
  readFileSync(join(folder, 'cases.golden.json'), 'utf8'),
)

/** A golden picture's bytes: three per pixel, or one where `grey`. */
async function golden(file: string, grey = false) {
  const picture = sharp(join(folder, `${file}.png`))
  const { data, info } = await (grey ? picture.extractChannel(0) : picture.toColourspace('srgb'))
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height }
}

const settings = fc.record({
  clipLimit: fc.constantFrom(0, 0.01, 0.5, 1, 2, 3, 4.7, 40),
  tilesX: fc.integer({ min: 1, max: 10 }),
  tilesY: fc.integer({ min: 1, max: 10 }),
})

/** Random pixels over a random range of grey levels, so that flat and crowded histograms occur, too. */
const lumas = fc
  .record({
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 50 }),
    low: fc.integer({ min: 0, max: 255 }),
    range: fc.integer({ min: 0, max: 255 }),
    seed: fc.integer(),
  })
  .map(({ width, height, low, range, seed }) => {
    let state = seed | 1
    const data = Uint8Array.from({ length: width * height }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return Math.min(low + ((state >>> 8) % (range + 1)), 255)
    })
    return { data, width, height }
  })

describe('the enhancement', () => {
  it.each(goldens.cases)('gives the bytes that OpenCV gives: $name', async ({ name, settings }) => {
    const rgb = await golden(`${name}.in`)
    const luma = await golden(`${name}.luma`, true)

    expect(lumaOf(rgb)).toEqual(luma.data)
    expect(clahe(luma.data, luma.width, luma.height, settings)).toEqual(
      (await golden(`${name}.clahe`, true)).data,
    )
    expect(enhance(rgb, settings)).toEqual(await golden(`${name}.out`))
  })

  it('is the recipe of the founding article unless told otherwise', () => {
    const picture = scene(90, 70)
    expect(enhance(picture)).toEqual(enhance(picture, { clipLimit: 3, tilesX: 6, tilesY: 6 }))
  })

  it('leaves its input alone, and what it returned before', () => {
    const picture = scene(90, 70)
    const before = picture.data.slice()
    const first = enhance(picture)
    const kept = first.data.slice()
    enhance(scene(120, 100, 3))

    expect(picture.data).toEqual(before)
    expect(first.data).toEqual(kept)
  })

  it('keeps to the picture when large and small ones alternate', () => {
    const small = scene(61, 47)
    const expected = enhance(small)
    enhance({ data: new Uint8Array(2600 * 2600 * 3), width: 2600, height: 2600 })
    expect(enhance(small)).toEqual(expected)
  })

  it('keeps greys grey', () => {
    fc.assert(
      fc.property(lumas, ({ data, width, height }) => {
        const grey = {
          data: Uint8Array.from({ length: data.length * 3 }, (_, i) => data[(i / 3) | 0]!),
          width,
          height,
        }
        const { data: out } = enhance(grey)
        for (let i = 0; i < out.length; i += 3) {
          expect(out[i + 1]).toBe(out[i])
          expect(out[i + 2]).toBe(out[i])
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('CLAHE', () => {
  it('agrees with a plain implementation for any size, content and settings', () => {
    fc.assert(
      fc.property(lumas, settings, ({ data, width, height }, options) => {
        expect(clahe(data, width, height, options)).toEqual(plainClahe(data, width, height, options))
      }),
      { numRuns: 150 },
    )
  })

  it('agrees with it far from the origin, where float32 rounds most', () => {
    const width = 4001
    const data = Uint8Array.from({ length: width * 3 }, (_, i) => (i * 7919) >> 3)
    for (const tilesX of [6, 7, 61]) {
      const options = { clipLimit: 3, tilesX, tilesY: 2 }
      expect(clahe(data, width, 3, options)).toEqual(plainClahe(data, width, 3, options))
    }
  })

  it('never swaps the order of grey levels within one tile', () => {
    fc.assert(
      fc.property(lumas, fc.constantFrom(0, 1, 3, 40), ({ data, width, height }, clipLimit) => {
        const out = clahe(data, width, height, { clipLimit, tilesX: 1, tilesY: 1 })
        const mapped = new Map<number, number>()
        for (const [i, value] of data.entries()) mapped.set(value, out[i]!)
        const levels = [...mapped].sort(([a], [b]) => a - b).map(([, level]) => level)
        expect(levels).toEqual([...levels].sort((a, b) => a - b))
      }),
    )
  })

  it('maps a flat picture to a flat one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), settings, (value, options) => {
        const out = clahe(new Uint8Array(40 * 30).fill(value), 40, 30, options)
        expect(new Set(out).size).toBe(1)
      }),
    )
  })

  it('widens the range of a dull picture, and less so the lower the limit', () => {
    const dull = Uint8Array.from({ length: 240 * 240 }, (_, i) => 110 + ((i % 240) >> 4) + ((i * 31) % 5))
    const range = (clipLimit: number) => {
      const out = clahe(dull, 240, 240, { clipLimit })
      return Math.max(...out) - Math.min(...out)
    }
    expect(range(1)).toBeLessThan(range(3))
    expect(range(3)).toBeLessThan(range(0))
    expect(range(3)).toBeGreaterThan(1.5 * (Math.max(...dull) - Math.min(...dull)))
  })

  it.each<[ClaheSettings, string]>([
    [{ tilesX: 0 }, 'Expected an integer from 1 to 256 for tilesX but received 0'],
    [{ tilesY: 2.5 }, 'Expected an integer from 1 to 256 for tilesY but received 2.5'],
    [{ tilesX: 257 }, 'Expected an integer from 1 to 256 for tilesX but received 257'],
    [{ clipLimit: -1 }, 'Expected 0 or more for clipLimit but received -1'],
    [{ clipLimit: Number.NaN }, 'Expected 0 or more for clipLimit but received NaN'],
  ])('refuses %o', (options, message) => {
    expect(() => clahe(new Uint8Array(4), 2, 2, options)).toThrow(new RangeError(message))
  })
})
