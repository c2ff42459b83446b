import { type Grey, type GreyWindow, resampleGrey } from '../picture/grey.ts'
import { lowFrequencies } from './low-frequencies.ts'

/** Parts of the picture that are hashed beside the whole: a copy that was cropped matches the part that it shows. */
const windows: readonly GreyWindow[] = [
  [0, 0, 1, 1],
  [0.05, 0.05, 0.95, 0.95],
  [0.1, 0.1, 0.9, 0.9],
  [0.1, 0, 1, 1],
  [0, 0.1, 1, 1],
  [0, 0, 0.9, 1],
  [0, 0, 1, 0.9],
  [0.1, 0.1, 1, 1],
  [0, 0.1, 0.9, 1],
  [0.1, 0, 1, 0.9],
  [0, 0, 0.9, 0.9],
]

/** Side of the grey square that all windows are cut from, and of what is cut. */
const GRID = 128
const SIDE = 32
/** Hexadecimal digits of one window's 64 bits. */
const DIGITS = 16

/**
 * At most this many of 63 bits differ between copies of one photo. Chosen on `bench/fingerprint.ts`:
 * docs/edge.md has its figures.
 */
export const SAME_PHOTO_DISTANCE = 10

/**
 * Hashes what a picture looks like: eleven times 64 bits in hex, one for the whole and one for each
 * of ten crops. A bit says whether a low frequency of the luma is above the median of them.
 *
 * @param grey the photo as `measuredGrey` gives it
 * @see C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions (2010), 3.2.1
 */
export function perceptualHash(grey: Grey): string {
  const square = resampleGrey(grey, GRID, GRID)
  return windows
    .map((window) => bitsOf(lowFrequencies(resampleGrey(square, SIDE, SIDE, window).data, SIDE)))
    .join('')
}

/**
 * How far apart two photos look: the least number of differing bits between the whole of one and any
 * window of the other, 0 to 63. At most {@link SAME_PHOTO_DISTANCE} is the same photo.
 */
export function hashDistance(a: string, b: string): number {
  const [as, bs] = [wordsOf(a), wordsOf(b)]
  let least = Number.POSITIVE_INFINITY
  for (const word of bs) least = Math.min(least, differingBits(as[0]!, word))
  for (const word of as) least = Math.min(least, differingBits(word, bs[0]!))
  return least
}

function bitsOf(values: readonly number[]): string {
  const median = [...values].sort((a, b) => a - b)[values.length >> 1]!
  let bits = 0n
  for (const value of values) bits = (bits << 1n) | (value > median ? 1n : 0n)
  return bits.toString(16).padStart(DIGITS, '0')
}

function wordsOf(hash: string): [high: number, low: number][] {
  if (!/^([0-9a-f]{16})+$/.test(hash))
    throw new RangeError(`Expected a perceptual hash but received ${hash.slice(0, 40)}`)
  return Array.from({ length: hash.length / DIGITS }, (_, i) => {
    const at = i * DIGITS
    return [Number.parseInt(hash.slice(at, at + 8), 16), Number.parseInt(hash.slice(at + 8, at + 16), 16)]
  })
}

const differingBits = (a: [number, number], b: [number, number]) => ones(a[0] ^ b[0]) + ones(a[1] ^ b[1])

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
