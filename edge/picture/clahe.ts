import { tileLuts } from './clahe-luts.ts'

export interface ClaheSettings {
  /** Highest histogram bin, as a multiple of a flat histogram's; 0 is unlimited. @default 3 */
  clipLimit?: number
  /** @default 6 */
  tilesX?: number
  /** @default 6 */
  tilesY?: number
}

/** The setting of the article this project's recipe follows. */
export const defaultClahe = { clipLimit: 3, tilesX: 6, tilesY: 6 } as const

/**
 * A value this close to a half is rounded as float32 arithmetic would round it. OpenCV's four
 * products and its float32 weights are off by less than 2e-4 grey levels; see the test.
 */
const NEAR_HALF = 0.499

/**
 * Contrast limited adaptive histogram equalisation: OpenCV's `createCLAHE(clipLimit, (tilesX,
 * tilesY)).apply(luma)`, byte for byte.
 *
 * The mapping at a pixel is interpolated between those of the four nearest tiles. Here the two tile
 * rows are blended once per picture row, for all 256 values, so that a pixel takes two look-ups
 * instead of four; float32 is only imitated where it decides the rounding.
 *
 * @param luma one byte per pixel, row-major, `width * height` of them
 * @returns as many bytes, in a new array
 * @see Zuiderveld, Graphics Gems IV (1994), VIII.5; OpenCV modules/imgproc/src/clahe.cpp
 */
export function clahe(
  luma: Uint8Array,
  width: number,
  height: number,
  settings: ClaheSettings = {},
): Uint8Array {
  const { clipLimit, tilesX, tilesY } = { ...defaultClahe, ...settings }
  const { luts, tileWidth, tileHeight } = tileLuts(luma, width, height, { clipLimit, tilesX, tilesY })
  const columns = axis(width, tileWidth, tilesX)
  const rows = axis(height, tileHeight, tilesY)
  const { weight } = columns
  const blended = new Float64Array(tilesX * 256)
  const slope = new Float64Array(tilesX * 256)
  const out = new Uint8Array(luma.length)

  for (const band of rows.spans) {
    blendRows(luts, band, rows.weight[band.start]!, tileHeight, blended, slope)
    for (let y = band.start; y < band.end; y++) {
      for (const { start, end, low, high } of columns.spans) {
        const left = low * 256
        const right = high * 256
        for (let x = start, at = y * width + start; x < end; x++, at++) {
          const value = luma[at]!
          const from = blended[left + value]!
          const mapped = from + (blended[right + value]! - from) * weight[x]!
          const rounded = (mapped + 0.5) | 0
          out[at] = Math.abs(mapped - rounded) < NEAR_HALF ? rounded : asFloat32(value, x, y)
        }
      }
      for (let i = 0; i < blended.length; i++) blended[i] = blended[i]! + slope[i]!
    }
  }
  return out

  function asFloat32(value: number, x: number, y: number): number {
    const f = Math.fround
    const [x1, x2, xa] = float32Position(x, tileWidth, tilesX)
    const [y1, y2, ya] = float32Position(y, tileHeight, tilesY)
    const at = (tileX: number, tileY: number) => luts[(tileY * tilesX + tileX) * 256 + value]!
    const xb = f(1 - xa)
    const top = f(f(at(x1, y1) * xb) + f(at(x2, y1) * xa))
    const bottom = f(f(at(x1, y2) * xb) + f(at(x2, y2) * xa))
    return roundHalfToEven(f(f(top * f(1 - ya)) + f(bottom * ya)))
  }
}

/** Pixels `start` to `end` (excluded) that lie between the centres of tiles `low` and `high`. */
interface Span {
  start: number
  end: number
  low: number
  high: number
}

/** Along one axis: the spans between tile centres, and each pixel's weight of its `high` tile. */
function axis(length: number, tileLength: number, tiles: number): { spans: Span[]; weight: Float64Array } {
  const weight = new Float64Array(length)
  const spans: Span[] = []
  for (let i = 0; i < length; i++) {
    const position = (2 * i - tileLength) / (2 * tileLength)
    const before = Math.floor(position)
    weight[i] = position - before
    const low = Math.max(before, 0)
    const high = Math.min(before + 1, tiles - 1)
    const last = spans.at(-1)
    if (last && last.low === low && last.high === high) last.end = i + 1
    else spans.push({ start: i, end: i + 1, low, high })
  }
  return { spans, weight }
}

/** Blends the two tile rows of a band at its first pixel row, and what one row further adds. */
function blendRows(
  luts: Uint8Array,
  { low, high }: Span,
  weight: number,
  tileHeight: number,
  blended: Float64Array,
  slope: Float64Array,
): void {
  const stride = blended.length
  for (let i = 0; i < stride; i++) {
    const above = luts[low * stride + i]!
    const difference = luts[high * stride + i]! - above
    blended[i] = above + difference * weight
    slope[i] = difference / tileHeight
  }
}

/** Where OpenCV's float32 arithmetic places a pixel: the tiles around it and the weight of the second. */
function float32Position(i: number, tileLength: number, tiles: number): [number, number, number] {
  const f = Math.fround
  const position = f(f(i * f(1 / tileLength)) - 0.5)
  const before = Math.floor(position)
  return [Math.max(before, 0), Math.min(before + 1, tiles - 1), f(position - before)]
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const fraction = value - floor
  if (fraction !== 0.5) return fraction < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}
