/**
 * From the models' raw outputs to the final JSON: 50 damages and 12 parts on a 12-megapixel photo.
 *
 *     npx tsx bench/postprocess.ts
 *
 * Peer: what a port of torchvision's evaluation does instead, pasting every 28 × 28 mask into a bitmap of the
 * photo's size and counting pixels. It yields areas only, no polygons, and is given the smaller 1333 × 1000.
 */
import { assessInstances } from '../inference/assess/assess-instances.ts'
import type { Point } from '../inference/geometry/types.ts'
import type { Instance } from '../inference/instance.ts'
import { blobRing, perfectMask } from '../test/inference/drawn/blob.ts'
import { paste } from '../test/inference/drawn/paste.ts'
import { random } from '../test/inference/drawn/random.ts'
import { median } from './statistics.ts'

const WARM_UP = 30
const RUNS = 100

const TYPES = ['scratch', 'dent', 'broken_part', 'paint_loss', 'lamp_broken']
const PARTS = [
  ...['front_bumper', 'hood', 'front_glass', 'front_left_light', 'front_right_light', 'left_mirror'],
  ...['right_mirror', 'front_left_door', 'front_right_door', 'back_left_door', 'back_right_door', 'wheel'],
]
const SETTINGS = { minConfidence: 0.3, thresholds: {}, partThreshold: 0.3 }

type Placing = (i: number, next: () => number) => { centre: Point; radius: number }

/** Anywhere on the vehicle, so that many overlap; in shares of the photo's width and height. */
const damagePlacing: Placing = (_, next) => ({
  centre: [0.15 + 0.7 * next(), 0.15 + 0.7 * next()],
  radius: 0.01 + 0.07 * next(),
})

/** Side by side, four in a row, as parts are. */
const partPlacing: Placing = (i) => ({
  centre: [0.2 + 0.2 * (i % 4), 0.2 + 0.3 * Math.floor(i / 4)],
  radius: 0.11,
})

function drawn(count: number, labels: string[], place: Placing, width: number, height: number): Instance[] {
  const next = random(count)
  return Array.from({ length: count }, (_, i) => {
    const waves = [2, 3, 5].map((n) => ({ count: n, strength: 0.25 * next(), phase: 6 * next() }))
    const { centre, radius } = place(i, next)
    const ring = blobRing({
      centre: [centre[0] * width, centre[1] * height],
      radii: [radius * width, radius * (0.7 + 0.6 * next()) * height],
      waves,
    })
    return { label: labels[i % labels.length] as string, score: 0.35 + 0.6 * next(), ...perfectMask([ring]) }
  })
}

const findings = (width: number, height: number) => ({
  width,
  height,
  damages: drawn(50, TYPES, damagePlacing, width, height),
  parts: drawn(12, PARTS, partPlacing, width, height),
})

/** Areas of photo, vehicle and parts by pasting, in pixels: one bitmap for each instance and one for each union. */
function pasteAndCount({ width, height, damages, parts }: ReturnType<typeof findings>): number {
  const [damaged, vehicle] = [new Uint8Array(width * height), new Uint8Array(width * height)]
  const partBitmaps = parts.map((part) => paste(part.mask, part.box, { width, height }))
  for (const bitmap of partBitmaps) for (let k = 0; k < bitmap.length; k++) vehicle[k]! |= bitmap[k] as number
  let total = 0
  for (const damage of damages) {
    const bitmap = paste(damage.mask, damage.box, { width, height })
    for (let k = 0; k < bitmap.length; k++) damaged[k]! |= bitmap[k] as number
    for (const part of partBitmaps) total += countBoth(bitmap, part)
    total += countBoth(bitmap, vehicle)
  }
  return total + countBoth(damaged, damaged)
}

function countBoth(a: Uint8Array, b: Uint8Array): number {
  let count = 0
  for (let k = 0; k < a.length; k++) count += (a[k] as number) & (b[k] as number)
  return count
}

function medianTime(runs: number, warmUp: number, work: () => unknown): number {
  for (let i = 0; i < warmUp; i++) work()
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return median(times)
}

const photo = findings(4000, 3000)
const answer = assessInstances(photo, SETTINGS)
const ours = medianTime(RUNS, WARM_UP, () => JSON.stringify(assessInstances(photo, SETTINGS)))
const smaller = findings(1333, 1000)
const peer = medianTime(3, 1, () => pasteAndCount(smaller))

console.log(`answered: ${answer.damages.length} damages, ${answer.parts.length} parts`)
console.log(`outputs to final JSON, 4000 × 3000: median ${ours.toFixed(1)} ms (aim: under 15 ms)`)
console.log(
  `paste and count, 1333 × 1000: median ${peer.toFixed(1)} ms, ${(peer / ours).toFixed(1)} times as long`,
)
