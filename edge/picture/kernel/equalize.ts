// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.

/**
 * The mapping that equalises one tile of a picture mirrored at its right and bottom end:
 * its histogram, clipped, the excess handed out evenly, summed up and scaled to 0..255.
 *
 * @param x0 upper left corner of the tile, in pixels
 * @param banks 4096 bytes for four histograms, so that equal neighbours need not wait for each other
 * @param lut 256 bytes: the grey level that each grey level becomes
 */
export function equalizeTile(
  luma: usize,
  width: i32,
  height: i32,
  x0: i32,
  y0: i32,
  tileWidth: i32,
  tileHeight: i32,
  clip: i32,
  banks: usize,
  lut: usize,
): void {
  memory.fill(banks, 0, 4096)
  for (let y = y0; y < y0 + tileHeight; y++) {
    const row = luma + mirrored(y, height) * width
    const inside = min(x0 + tileWidth, width)
    let x = x0
    for (; x + 4 <= inside; x += 4) {
      const four = load<u32>(row + x)
      count(banks, four & 255)
      count(banks + 1024, (four >> 8) & 255)
      count(banks + 2048, (four >> 16) & 255)
      count(banks + 3072, four >> 24)
    }
    for (; x < x0 + tileWidth; x++) count(banks, load<u8>(row + mirrored(x, width)))
  }
  for (let at = banks; at < banks + 1024; at += 16) {
    const odd = i32x4.add(v128.load(at, 1024), v128.load(at, 3072))
    v128.store(at, i32x4.add(i32x4.add(v128.load(at), v128.load(at, 2048)), odd))
  }
  clipTo(banks, clip)

  const scale: f32 = <f32>255 / <f32>(tileWidth * tileHeight)
  let sum = 0
  for (let i = 0; i < 256; i++) {
    sum += load<i32>(banks + 4 * i)
    store<u8>(lut + i, <u8>min<f32>(nearest<f32>(<f32>sum * scale), 255))
  }
}

function count(histogram: usize, value: u32): void {
  const at = histogram + 4 * value
  store<u32>(at, load<u32>(at) + 1)
}

/** Cuts bins down to `clip` and spreads what was cut: evenly, the remainder at even steps. */
function clipTo(histogram: usize, clip: i32): void {
  let excess = 0
  for (let i = 0; i < 256; i++) {
    const over = load<i32>(histogram + 4 * i) - clip
    if (over > 0) {
      excess += over
      store<i32>(histogram + 4 * i, clip)
    }
  }
  const share = excess >> 8
  let rest = excess & 255
  for (let i = 0; i < 256; i++) store<i32>(histogram + 4 * i, load<i32>(histogram + 4 * i) + share)
  if (rest === 0) return
  const step = max(256 / rest, 1)
  for (let i = 0; rest > 0 && i < 256; i += step, rest--) {
    store<i32>(histogram + 4 * i, load<i32>(histogram + 4 * i) + 1)
  }
}

/** Index of the pixel at place `i` of a side continued at its end by mirroring (abcd|cba). */
function mirrored(i: i32, length: i32): i32 {
  if (i < length) return i
  if (length === 1) return 0
  const at = i % (2 * length - 2)
  return at < length ? at : 2 * length - 2 - at
}
