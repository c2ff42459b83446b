import type { Ring } from '../inference/geometry/types.ts'

interface Size {
  width: number
  height: number
}

export const polygonDescription =
  'Outline of its largest piece: `[[x, y], …]`, 0 to 1 across the photo unless asked in pixels.'

/** Five decimals: a tenth of a pixel in a photo of 10,000. */
const rounded = (share: number) => Math.round(share * 1e5) / 1e5

const normalized = new WeakMap<Ring, Ring>()

/** Kept with the outline, which never changes: claims are read far more often than written. */
export function normalizedRing(ring: Ring, { width, height }: Size): Ring {
  let shares = normalized.get(ring)
  if (!shares) {
    shares = ring.map(([x, y]) => [rounded(x / width), rounded(y / height)])
    normalized.set(ring, shares)
  }
  return shares
}

export const normalizedBox = (
  [x = 0, y = 0, w = 0, h = 0]: readonly number[],
  { width, height }: Size,
): number[] => [rounded(x / width), rounded(y / height), rounded(w / width), rounded(h / height)]
