/** Hexadecimal digits of one window's 64 bits. */
export const HASH_DIGITS = 16

/**
 * At most this many of 63 bits differ between copies of one photo. Chosen on `bench/fingerprint.ts`:
 * docs/edge.md has its figures.
 */
export const SAME_PHOTO_DISTANCE = 10

/**
 * How far apart two photos look by their perceptual hashes: the least number of differing bits between the
 * whole of one and any window of the other, 0 to 63. At most {@link SAME_PHOTO_DISTANCE} is the same photo.
 *
 * @throws RangeError for what is no hash
 */
export function hashDistance(a: string, b: string): number {
  const [as, bs] = [wordsOf(a), wordsOf(b)]
  let least = Number.POSITIVE_INFINITY
  for (const word of bs) least = Math.min(least, differingBits(as[0]!, word))
  for (const word of as) least = Math.min(least, differingBits(word, bs[0]!))
  return least
}

function wordsOf(hash: string): [high: number, low: number][] {
  if (!/^([0-9a-f]{16})+$/.test(hash))
    throw new RangeError(`Expected a perceptual hash but received ${hash.slice(0, 40)}`)
  return Array.from({ length: hash.length / HASH_DIGITS }, (_, i) => {
    const at = i * HASH_DIGITS
    return [Number.parseInt(hash.slice(at, at + 8), 16), Number.parseInt(hash.slice(at + 8, at + 16), 16)]
  })
}

const differingBits = (a: [number, number], b: [number, number]) => ones(a[0] ^ b[0]) + ones(a[1] ^ b[1])

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
