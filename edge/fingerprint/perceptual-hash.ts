import type { GreyWindow } from '../picture/area-means.ts'
import { type Grey, resampleGrey } from '../picture/grey.ts'
import { HASH_DIGITS } from './hash-distance.ts'
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

function bitsOf(values: readonly number[]): string {
  const median = [...values].sort((a, b) => a - b)[values.length >> 1]!
  let bits = 0n
  for (const value of values) bits = (bits << 1n) | (value > median ? 1n : 0n)
  return bits.toString(16).padStart(HASH_DIGITS, '0')
}
