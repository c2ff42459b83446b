export interface TileLuts {
  /** 256 bytes per tile: the grey level that each grey level becomes; tiles row-major. */
  luts: Uint8Array
  /** Size of one tile in pixels; together they may reach beyond the picture. */
  tileWidth: number
  tileHeight: number
}

/**
 * Equalises every tile's histogram, as OpenCV's CLAHE does: padded by reflection to whole tiles,
 * clipped, and the excess handed out evenly.
 *
 * @see OpenCV modules/imgproc/src/clahe.cpp, `CLAHE_CalcLut_Body`
 */
export function tileLuts(
  luma: Uint8Array,
  width: number,
  height: number,
  { clipLimit, tilesX, tilesY }: { clipLimit: number; tilesX: number; tilesY: number },
): TileLuts {
  const whole = width % tilesX === 0 && height % tilesY === 0
  // As soon as one side is not divisible OpenCV pads both, the divisible one by a pixel per tile.
  const tileWidth = whole ? width / tilesX : Math.floor(width / tilesX) + 1
  const tileHeight = whole ? height / tilesY : Math.floor(height / tilesY) + 1
  const columns = reflected(tileWidth * tilesX, width)
  const rows = reflected(tileHeight * tilesY, height)
  const area = tileWidth * tileHeight
  const clip = clipLimit > 0 ? Math.max(Math.trunc((clipLimit * area) / 256), 1) : area

  const luts = new Uint8Array(tilesX * tilesY * 256)
  const histogram = new Int32Array(256)
  for (let tile = 0; tile < tilesX * tilesY; tile++) {
    const x0 = (tile % tilesX) * tileWidth
    const y0 = Math.floor(tile / tilesX) * tileHeight
    histogram.fill(0)
    for (let y = y0; y < y0 + tileHeight; y++) {
      countRow(histogram, luma, rows[y]! * width, columns, x0, x0 + tileWidth, width)
    }
    limit(histogram, clip)
    equalise(histogram, area, luts.subarray(tile * 256, tile * 256 + 256))
  }
  return { luts, tileWidth, tileHeight }
}

function countRow(
  histogram: Int32Array,
  luma: Uint8Array,
  row: number,
  columns: Int32Array,
  from: number,
  to: number,
  width: number,
): void {
  const inside = Math.min(to, width)
  for (let at = row + from; at < row + inside; at++) histogram[luma[at]!]!++
  for (let x = Math.max(from, inside); x < to; x++) histogram[luma[row + columns[x]!]!]!++
}

/** Cuts bins down to `clip` and spreads what was cut: evenly, the remainder at even steps. */
function limit(histogram: Int32Array, clip: number): void {
  let excess = 0
  for (let i = 0; i < 256; i++) {
    const over = histogram[i]! - clip
    if (over > 0) {
      excess += over
      histogram[i] = clip
    }
  }
  const share = Math.floor(excess / 256)
  let rest = excess - share * 256
  for (let i = 0; i < 256; i++) histogram[i]! += share
  const step = Math.max(Math.floor(256 / rest), 1)
  for (let i = 0; rest > 0 && i < 256; i += step, rest--) histogram[i]!++
}

function equalise(histogram: Int32Array, area: number, lut: Uint8Array): void {
  const scale = Math.fround(255 / area)
  let sum = 0
  for (let i = 0; i < 256; i++) {
    sum += histogram[i]!
    const value = Math.fround(Math.fround(sum) * scale)
    const floor = Math.floor(value)
    const fraction = value - floor
    lut[i] = Math.min(fraction > 0.5 || (fraction === 0.5 && floor % 2 === 1) ? floor + 1 : floor, 255)
  }
}

/** Index of the pixel that stands at each place of a side padded at its end by mirroring (dcb|abcd|cba). */
function reflected(padded: number, length: number): Int32Array {
  const period = Math.max(2 * (length - 1), 1)
  return Int32Array.from({ length: padded }, (_, i) => {
    const at = i % period
    return at < length ? at : period - at
  })
}
