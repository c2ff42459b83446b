import { HASH_DIGITS, hashDistance } from '../../edge/fingerprint/hash-distance.ts'
import { printPartition } from '../store/keys.ts'

/**
 * Perceptual hashes (edge/fingerprint) are several times 64 bits: of the whole photo first, then of
 * crops. Each is cut into eight, and each eighth leads to the photos that have it: two hashes that
 * differ in at most 7 bits have an eighth in common (pigeonhole), and of those that differ in 10 bits
 * all but one in fifty have. So short reads find copies among any number of photos.
 */
const BANDS = 8
const BAND_DIGITS = HASH_DIGITS / BANDS

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

const windowsOf = (hash: string): string[] => hash.match(/[0-9a-f]{16}/g) ?? []

const NO_BITS = '0'.repeat(HASH_DIGITS)

/** A plain area has no pattern: all its bits are alike, and all plain areas would be copies of each other. */
function isTelling(window: string): boolean {
  const set = hashDistance(window, NO_BITS)
  return set > 2 && set < 62
}
