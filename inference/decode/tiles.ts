import type { Box } from '../geometry/types.ts'

export interface TileOptions {
  /**
   * Longest side that the model takes, in pixels of the picture: tiles of this size reach it unshrunk.
   * @default 640
   */
  side?: number
  /**
   * Least share of a tile that its neighbour covers too. What is smaller than this lies whole in one of them.
   * @default 0.2
   */
  overlap?: number
  /**
   * Most tiles along one axis; larger pictures get larger tiles, which the model sees shrunk.
   * @default 3
   */
  maxPerAxis?: number
}

/**
 * Overlapping square tiles that show a picture to the model at a finer scale than the whole does, for damage that
 * would be a pixel or two in a shrunk picture. The whole picture always comes first, as a tile of its own, for
 * what is larger than a tile.
 *
 * @param width,height of the picture, in pixels
 * @returns boxes in whole pixels of the picture; the whole alone where it fits into one tile
 */
export function tiles(
  width: number,
  height: number,
  { side = 640, overlap = 0.2, maxPerAxis = 3 }: TileOptions = {},
): Box[] {
  const whole: Box = [0, 0, width, height]
  const longest = Math.max(width, height)
  // n tiles of side s that share `overlap` of s reach n * s - (n - 1) * overlap * s.
  const reach = maxPerAxis - (maxPerAxis - 1) * overlap
  const size = Math.max(side, Math.ceil(longest / reach))
  if (longest <= size) return [whole]
  const grid = spread(height, size, overlap).flatMap(([top, bottom]) =>
    spread(width, size, overlap).map(([left, right]): Box => [left, top, right, bottom]),
  )
  return [whole, ...grid]
}

/** Spans of one length, evenly laid over an axis so that neighbours share at least the overlap. */
function spread(length: number, size: number, overlap: number): [number, number][] {
  if (length <= size) return [[0, length]]
  const stride = size * (1 - overlap)
  const steps = Math.ceil((length - size) / stride - 1e-9)
  return Array.from({ length: steps + 1 }, (_, i) => {
    const start = Math.round(((length - size) * i) / steps)
    return [start, start + size]
  })
}
