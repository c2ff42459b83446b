import { printPartition } from '../store/keys.ts'

/**
 * A perceptual hash of 64 bits cut into eight, each of which leads to the photos that have it: two
 * hashes that differ in at most 7 bits have at least one eighth in common (pigeonhole), so that eight
 * short reads find every one of them.
 */
export const BANDS = 8

/** Up to so many bits of difference every photo is found. */
export const SURE_DISTANCE = BANDS - 1

/** @param hash 16 hex digits */
export const bandPartitions = (tenant: string, hash: string): string[] =>
  Array.from({ length: BANDS }, (_, band) => printPartition(tenant, band, hash.slice(2 * band, 2 * band + 2)))

/** Bits in which two hashes of 16 hex digits differ, 0 to 64. */
export function hashDistance(a: string, b: string): number {
  let differing = 0
  for (let i = 0; i < 16; i += 4) {
    let bits = Number.parseInt(a.slice(i, i + 4), 16) ^ Number.parseInt(b.slice(i, i + 4), 16)
    for (; bits; bits &= bits - 1) differing++
  }
  return differing
}

/** Hashes of plain areas say nothing: all their bits are alike. */
export const isTelling = (hash: string): boolean =>
  /^[0-9a-f]{16}$/.test(hash) &&
  hashDistance(hash, '0000000000000000') > 2 &&
  hashDistance(hash, 'ffffffffffffffff') > 2
