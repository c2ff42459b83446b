/**
 * How often altered copies of a photo are found by their perceptual hash, and how often different
 * photos are taken for one: `npx tsx bench/fingerprint.ts [FOLDER]…`, by default photos of
 * ../shared/data, at most 60 of each folder.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { hashDistance, SAME_PHOTO_DISTANCE } from '../edge/fingerprint/hash-distance.ts'
import { perceptualHash } from '../edge/fingerprint/perceptual-hash.ts'
import { measuredGrey } from '../edge/picture/grey.ts'
import { readPhoto } from '../edge/picture/read-photo.ts'

const PER_FOLDER = 60
const shared = join(import.meta.dirname, '../../shared/data')
const folders = process.argv.slice(2)
if (folders.length === 0) {
  for (const name of ['damage/images', 'negatives/undamaged', 'parts/images'])
    folders.push(join(shared, name))
}
if (!folders.every(existsSync)) {
  console.error(`Expected folders of photos but received ${folders.join(', ')}`)
  process.exit(2)
}

/** Shares cut off the left, top, right and bottom. */
const crop =
  (left: number, top: number, right: number, bottom: number) => (photo: Sharp, w: number, h: number) =>
    photo.extract({
      left: Math.floor(left * w),
      top: Math.floor(top * h),
      width: Math.floor((1 - left - right) * w),
      height: Math.floor((1 - top - bottom) * h),
    })
const alterations: Record<string, (photo: Sharp, width: number, height: number) => Sharp> = {
  'half the size': (photo, w) => photo.resize(w >> 1).jpeg(),
  'JPEG quality 30': (photo) => photo.jpeg({ quality: 30 }),
  'messenger (40 % of the size, quality 50)': (photo, w) =>
    photo.resize(Math.ceil(w * 0.4)).jpeg({ quality: 50 }),
  'brighter by a fifth': (photo) => photo.linear(1.2, 8).jpeg(),
  'cropped by 3 % all around': crop(0.03, 0.03, 0.03, 0.03),
  'cropped by 5 % all around': crop(0.05, 0.05, 0.05, 0.05),
  'cropped by 8 % all around': crop(0.08, 0.08, 0.08, 0.08),
  'cropped by 10 % on the left': crop(0.1, 0, 0, 0),
  'cropped by 10 % in a corner': crop(0, 0.1, 0.1, 0),
  'cropped by 15 % in a corner': crop(0.15, 0, 0, 0.15),
  'cropped by 20 % on the left': crop(0.2, 0, 0, 0),
}

const hashOf = async (bytes: Uint8Array) =>
  perceptualHash(measuredGrey((await readPhoto(bytes, { maxSide: 1280 })).picture))

const hashes: string[] = []
const found = new Map<string, number>()
for (const folder of folders) {
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort()
  const step = Math.ceil(names.length / PER_FOLDER)
  for (const name of names.filter((_, i) => i % step === 0)) {
    const { data, info } = await sharp(await readFile(join(folder, name)), { autoOrient: true })
      .resize({ width: 800, height: 800, fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height, channels } = info
    const photo = () => sharp(data, { raw: { width, height, channels } })
    const hash = await hashOf(await photo().jpeg({ quality: 92 }).toBuffer())
    hashes.push(hash)
    for (const [alteration, alter] of Object.entries(alterations)) {
      const copy = await hashOf(await alter(photo(), width, height).jpeg().toBuffer())
      const hit = hashDistance(hash, copy) <= SAME_PHOTO_DISTANCE
      found.set(alteration, (found.get(alteration) ?? 0) + Number(hit))
    }
  }
}

console.log(`${hashes.length} photos; the same photo is at most ${SAME_PHOTO_DISTANCE} of 63 bits away`)
for (const [alteration, hits] of found) {
  console.log(`found ${((100 * hits) / hashes.length).toFixed(1).padStart(5)} %  ${alteration}`)
}
let pairs = 0
const between: number[] = []
for (const [i, a] of hashes.entries()) {
  for (const b of hashes.slice(i + 1)) {
    pairs++
    between.push(hashDistance(a, b))
  }
}
const mistaken = between.filter((distance) => distance <= SAME_PHOTO_DISTANCE).length
console.log(
  `different photos taken for one: ${mistaken} of ${pairs} pairs; nearest ${Math.min(...between)} bits`,
)
