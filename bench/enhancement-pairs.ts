/**
 * Draws docs/enhanced-{dark,flat,glaring}.jpg: example photos as a bad light would show them, before (left) and
 * after (right) the edge's preparation. `npx tsx bench/enhancement-pairs.ts`
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { defaultClahe } from '../edge/picture/clahe.ts'
import { encodeJpeg } from '../edge/picture/encode.ts'
import type { Picture } from '../edge/picture/picture.ts'
import { readPhoto } from '../edge/picture/read-photo.ts'
import { preparePhoto } from '../edge/prepare-photo.ts'

const WIDTH = 560
const GAP = 8

/** What a bad light makes of a pixel: of a value from 0 to 1, at a place from 0 to 1 each way. */
type Light = (value: number, x: number, y: number) => number

const lights: Record<string, [photo: string, light: Light]> = {
  // Two stops too little light.
  dark: ['dented_and_scratched', (value) => value * 0.26],
  // Fog, or a smudged lens: everything between two greys.
  flat: ['scratched_door', (value) => 0.46 + 0.24 * value],
  // The sun mirrored in the paint, and its veil over the whole lens.
  glaring: [
    'shattered_glass',
    (value, x, y) => value * 0.8 + 0.16 + 1.1 * Math.exp(-((x - 0.36) ** 2 + (y - 0.42) ** 2) / 0.02),
  ],
}

for (const [name, [photo, light]] of Object.entries(lights)) {
  const { picture } = await readPhoto(await readFile(join(import.meta.dirname, `../examples/${photo}.jpg`)), {
    maxSide: 1280,
  })
  const upload = await encodeJpeg(lit(picture, light), { quality: 95 })
  const { normalized, enhanced, quality } = await preparePhoto(upload, {
    workingSide: 1280,
    clahe: defaultClahe,
  })
  const sides = await Promise.all([normalized, enhanced].map((side) => sharp(side).resize(WIDTH).toBuffer()))
  const { height = 0 } = await sharp(sides[0]).metadata()
  const file = join(import.meta.dirname, `../docs/enhanced-${name}.jpg`)
  await sharp({ create: { width: 2 * WIDTH + GAP, height, channels: 3, background: 'white' } })
    .composite(sides.map((input, i) => ({ input, left: i * (WIDTH + GAP), top: 0 })))
    .jpeg({ quality: 78, mozjpeg: true })
    .toFile(file)
  console.log(
    `${file}: ${quality.reason ?? 'nothing to retake'}, brightness ${quality.brightness.toFixed(0)}`,
  )
}

function lit({ data, width, height }: Picture, light: Light): Picture {
  const out = new Uint8ClampedArray(data.length)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++, at++) {
        out[at] = 255 * light(data[at]! / 255, x / width, y / height)
      }
    }
  }
  return { data: new Uint8Array(out.buffer), width, height }
}
