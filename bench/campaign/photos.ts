import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { createRandom } from '../../cdk/capacity/random.ts'

export interface PhotoOptions {
  /** The same seed gives the same photos. @default 1 */
  seed?: number
  /** Folder of photos to vary. @default the drawn ones in examples/ */
  folder?: string | undefined
  /** Longest side in pixels. @default 900 */
  side?: number
}

/** Makes JPEG photos without end, each unlike all others: what came before would not be worked on again. */
export type NextPhoto = () => Promise<Uint8Array<ArrayBuffer>>

const PHOTO = /\.(jpe?g|png|webp)$/i
const EXAMPLES = join(import.meta.dirname, '../../examples')

/** Varies photos of cars at random: another crop, mirrored or not, lighter or darker, another hue. */
export async function createPhotos({
  seed = 1,
  folder = EXAMPLES,
  side = 900,
}: PhotoOptions = {}): Promise<NextPhoto> {
  const names = (await readdir(folder)).filter((name) => PHOTO.test(name)).sort()
  if (names.length === 0) throw new Error(`Expected photos in ${folder} but received none`)
  const sources = await Promise.all(names.map((name) => readFile(join(folder, name))))
  const random = createRandom(seed)
  const between = (low: number, high: number) => low + (high - low) * random()

  return async () => {
    const source = sources[Math.floor(random() * sources.length)]
    const { width, height } = (await sharp(source).metadata()).autoOrient
    const [w, h] = [Math.round(width * between(0.85, 1)), Math.round(height * between(0.85, 1))]
    const [left, top] = [Math.floor((width - w) * random()), Math.floor((height - h) * random())]
    const picture = sharp(source)
      .autoOrient()
      .extract({ left, top, width: w, height: h })
      .flop(random() < 0.5)
      .modulate({ brightness: between(0.8, 1.15), hue: Math.floor(between(0, 360)) })
      .resize({ width: side, height: side, fit: 'inside' })
      .jpeg({ quality: 88 })
    return new Uint8Array(await picture.toBuffer())
  }
}

/** The same JPEG with a comment that nobody sees: another photo, byte for byte. */
export function numbered(photo: Uint8Array, number: number): Uint8Array<ArrayBuffer> {
  const comment = Buffer.from([0xff, 0xfe, 0, 6, 0, 0, 0, 0])
  comment.writeUInt32BE(number, 4)
  return new Uint8Array(Buffer.concat([photo.subarray(0, 2), comment, photo.subarray(2)]))
}
