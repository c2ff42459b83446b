import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../edge/picture/picture.ts'
import { annotate } from '../../../inference/cli/annotate/annotate.ts'
import { colourOf, inkOn } from '../../../inference/cli/annotate/colours.ts'
import { placeLabels } from '../../../inference/cli/annotate/place-labels.ts'
import { drawText, fitText, textWidth } from '../../../inference/cli/annotate/stroke-text.ts'
import { aDamage, anAssessment } from './answers.ts'

const types = [
  'scratch',
  'dent',
  'broken_part',
  'paint_loss',
  'lamp_broken',
  'glass_shatter',
  'airbag_deployed',
]

/** A grey ramp, so that nothing in it has a colour of its own. */
function ramp(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++)
    data.fill(60 + Math.round((120 * (i % width)) / width), 3 * i, 3 * i + 3)
  return { data, width, height }
}

const pixelsOf = (jpeg: Buffer) => sharp(jpeg).raw().toBuffer({ resolveWithObject: true })

describe('an annotated picture', () => {
  it('looks as it did when a person last looked at it', async () => {
    const file = fileURLToPath(new URL('annotated.golden.jpg', import.meta.url))
    const damages = types.map((type, i) =>
      aDamage(type, [60 + 190 * (i % 4), 70 + 200 * Math.floor(i / 4), 120]),
    )
    const jpeg = await annotate(ramp(400, 240), anAssessment({ width: 800, height: 480, damages }))
    if (process.env.UPDATE_GOLDEN) await writeFile(file, jpeg)
    const [actual, golden] = await Promise.all([pixelsOf(jpeg), pixelsOf(await readFile(file))])
    expect(actual.info).toEqual(golden.info)
    const different = actual.data.filter((value, i) => Math.abs(value - (golden.data[i] ?? 0)) > 24)
    // A tenth of one label, and more than smoothed edges differ between machines.
    expect(different.length).toBeLessThan(actual.data.length * 0.0003)
  })

  it('tints the damage in the colour of its type, in the right place, and nothing else', async () => {
    const damages = [aDamage('glass_shatter', [400, 400, 200])]
    const jpeg = await annotate(ramp(1000, 800), anAssessment({ width: 2000, height: 1600, damages }))
    const { data, info } = await pixelsOf(jpeg)
    const tint = (x: number, y: number) => {
      const at = (y * info.width + x) * 3
      return (data[at + 2] ?? 0) - (data[at] ?? 0)
    }
    expect(tint(250, 250)).toBeGreaterThan(40)
    expect(Math.abs(tint(190, 250))).toBeLessThan(6)
    expect(Math.abs(tint(250, 310))).toBeLessThan(6)
    expect(info).toMatchObject({ width: 1000 })
    expect(info.height).toBeGreaterThan(800)
  })

  it('leaves the photo untouched where there is no damage', async () => {
    const photo = ramp(1000, 700)
    const { data } = await pixelsOf(await annotate(photo, anAssessment({ damages: [] })))
    const worst = photo.data.reduce((max, value, i) => Math.max(max, Math.abs(value - (data[i] ?? 0))), 0)
    expect(worst).toBeLessThan(6)
  })

  it.each([
    ['tiny', 16, 16],
    ['tall', 16, 2000],
    ['flat', 2000, 16],
  ])('of a %s photo has a legend one can read', async (_, width, height) => {
    const { info } = await pixelsOf(await annotate(ramp(width, height), anAssessment({ width, height })))
    expect(info.width).toBeGreaterThanOrEqual(480)
  })

  it('takes any name of a type or part, and hundreds of damages', async () => {
    const odd = '<text>&"]]></svg>車\u0000' + 'x'.repeat(200)
    const damages = Array.from({ length: 300 }, (_, i) => aDamage(odd, [i % 90, i % 70, 9], { part: odd }))
    const { info } = await pixelsOf(
      await annotate(ramp(100, 80), anAssessment({ width: 100, height: 80, damages })),
    )
    expect(info.height).toBeLessThan(2000)
  })
})

describe('text drawn as strokes', () => {
  it('needs no font and holds nothing of the text', () => {
    const svg = drawText('<b>&é車', 0, 0, { size: 10, colour: '#fff' })
    expect(svg).toMatch(/^<g [^<>]*>(<path [^<>]*\/>)+<\/g>$/)
    expect(svg).not.toMatch(/<b>|&|é|車/)
  })

  it('covers everything that can be typed on a keyboard', () => {
    const box = drawText('車', 0, 0, { size: 14, colour: '#fff' })
    for (let code = 33; code < 127; code++) {
      expect(drawText(String.fromCharCode(code), 0, 0, { size: 14, colour: '#fff' })).not.toBe(box)
    }
  })

  it('is as wide as it says', async () => {
    const text = 'broken part 12.50%'
    const width = textWidth(text, 28)
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60"><rect width="600" height="60" fill="#000"/>${drawText(text, 20, 10, { size: 28, colour: '#fff' })}</svg>`
    const { info } = await sharp(Buffer.from(svg)).removeAlpha().trim().toBuffer({ resolveWithObject: true })
    expect(info.width).toBeGreaterThan(width - 6)
    expect(info.width).toBeLessThanOrEqual(Math.ceil(width) + 2)
  })

  it('is cut to fit', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 400, noNaN: true }), (text, width) => {
        expect(textWidth(fitText(text, 10, width), 10)).toBeLessThanOrEqual(width)
      }),
    )
    expect(fitText('scratch', 10, 1000)).toBe('scratch')
  })
})

describe('colours', () => {
  it('differ between the types of the model, and are readable below their label', () => {
    expect(new Set(types.map(colourOf)).size).toBe(types.length)
    expect(colourOf('rust')).toMatch(/^#[0-9a-f]{6}$/)
    expect(colourOf('constructor')).toMatch(/^#[0-9a-f]{6}$/)
    expect([inkOn('#f0e442'), inkOn('#0072b2'), inkOn('#ffffff'), inkOn('#000000')]).toEqual([
      '#000000',
      '#ffffff',
      '#000000',
      '#ffffff',
    ])
  })
})

describe('labels', () => {
  const frame = { x: 0, y: 0, width: 1000, height: 800 }
  const size = { full: { width: 90, height: 20 }, short: { width: 20, height: 20 } }
  const squareAt = ([x, y, side]: [number, number, number]) => ({
    ...size,
    ring: [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
    ] as [number, number][],
  })
  const square = fc.tuple(
    fc.integer({ min: 0, max: 900 }),
    fc.integer({ min: 0, max: 700 }),
    fc.integer({ min: 2, max: 100 }),
  )

  it('stand inside the picture, one per damage', () => {
    fc.assert(
      fc.property(fc.array(square, { maxLength: 40 }), (squares) => {
        const labels = placeLabels(squares.map(squareAt), frame, 4)
        expect(labels).toHaveLength(squares.length)
        for (const { x, y, width, height } of labels) {
          expect(Math.min(x, y, frame.width - x - width, frame.height - y - height)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  it('do not cover each other where there is room', () => {
    const labels = placeLabels(
      [squareAt([100, 100, 10]), squareAt([104, 104, 10]), squareAt([108, 100, 10])],
      frame,
      4,
    )
    for (const [i, a] of labels.entries()) {
      for (const b of labels.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart).toBe(true)
      }
    }
  })
})
