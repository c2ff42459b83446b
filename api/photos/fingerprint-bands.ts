import { printPartition } from '../store/keys.ts'

/**
 * Perceptual hashes (edge/fingerprint) are several times 64 bits: of the whole photo first, then of
 * crops. Each is cut into eight, and each eighth leads to the photos that have it: two hashes that
 * differ in at most 7 bits have an eighth in common (pigeonhole), and of those that differ in 10 bits
 * all but one in fifty have. So short reads find copies among any number of photos.
 */
const DIGITS = 16
const BANDS = 8
const BAND_DIGITS = DIGITS / BANDS

/** At most so many bits differ between copies of one photo; edge/fingerprint/perceptual-hash.ts. */
export const SAME_PHOTO_DISTANCE = 10

/** Where a photo is found, or looked for, by its hash; each place once. */
export function bandPartitions(tenant: string, hash: string): string[] {
  const places = windowsOf(hash)
    .filter(isTelling)
    .flatMap((window) =>
      Array.from({ length: BANDS }, (_, band) => {
        const value = window.slice(band * BAND_DIGITS, (band + 1) * BAND_DIGITS)
        return printPartition(tenant, band, value)
      }),
    )
  return [...new Set(places)]
}

/** The least number of bits that differ between the whole of one photo and any window of the other, 0 to 64. */
export function hashDistance(a: string, b: string): number {
  const [as, bs] = [windowsOf(a).map(wordsOf), windowsOf(b).map(wordsOf)]
  const [wholeA, wholeB] = [as[0], bs[0]]
  if (!wholeA || !wholeB) return 64
  return Math.min(...bs.map((one) => differing(wholeA, one)), ...as.map((one) => differing(wholeB, one)))
}

type Words = [high: number, low: number]

const windowsOf = (hash: string): string[] => hash.match(/[0-9a-f]{16}/g) ?? []

const wordsOf = (window: string): Words => [
  Number.parseInt(window.slice(0, 8), 16),
  Number.parseInt(window.slice(8), 16),
]

const differing = (a: Words, b: Words): number => ones(a[0] ^ b[0]) + ones(a[1] ^ b[1])

function ones(word: number): number {
  let count = 0
  for (let bits = word; bits; bits &= bits - 1) count++
  return count
}

/** A plain area has no pattern: all its bits are alike, and all plain areas would be copies of each other. */
function isTelling(window: string): boolean {
  const set = differing(wordsOf(window), [0, 0])
  return set > 2 && set < 62
}
