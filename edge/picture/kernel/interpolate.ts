// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.

/**
 * The mappings of the four tiles around a place, packed so that one look-up serves a pixel.
 * For each of the `tilesX + 1` spans between tile centres: 256 words of the bytes upper left,
 * upper right, lower left, lower right, lowest byte first. Outside the outer centres the nearest tile counts.
 *
 * @param above tile row above the place, from -1 to tilesY - 1
 */
export function packTables(luts: usize, tilesX: i32, tilesY: i32, above: i32, tables: usize): void {
  const upper = luts + 256 * tilesX * max(above, 0)
  const lower = luts + 256 * tilesX * min(above + 1, tilesY - 1)
  for (let span = 0; span <= tilesX; span++) {
    const left = 256 * max(span - 1, 0)
    const right = 256 * min(span, tilesX - 1)
    for (let value = 0; value < 256; value++) {
      const a = <u32>load<u8>(upper + left + value)
      const b = <u32>load<u8>(upper + right + value)
      const c = <u32>load<u8>(lower + left + value)
      const d = <u32>load<u8>(lower + right + value)
      store<u32>(tables + 1024 * span + 4 * value, a | (b << 8) | (c << 16) | (d << 24))
    }
  }
}

/**
 * Maps `count` pixels of one row that lie between the same tile centres. Works on eight at a time:
 * up to seven bytes behind `out`, words behind `weights` and pixels behind `pixels` are touched, too.
 *
 * @param weights f32 per pixel: share of the right tiles
 * @param weight share of the lower tiles
 */
export function interpolateSpan(
  pixels: usize,
  count: i32,
  table: usize,
  weights: usize,
  weight: f32,
  out: usize,
): void {
  const lower = f32x4.splat(weight)
  const upper = f32x4.splat(<f32>1 - weight)
  for (let i = 0; i < count; i += 8) {
    const low = interpolateFour(load<u32>(pixels + i), table, v128.load(weights + 4 * i), upper, lower)
    const high = interpolateFour(
      load<u32>(pixels + i, 4),
      table,
      v128.load(weights + 4 * i, 16),
      upper,
      lower,
    )
    const words = i16x8.narrow_i32x4_s(low, high)
    v128.store64_lane(out + i, i8x16.narrow_i16x8_u(words, words), 0)
  }
}

/** Four pixels in, four mapped grey levels out; every step rounded to float32 in OpenCV's order. */
function interpolateFour(four: u32, table: usize, right: v128, upper: v128, lower: v128): v128 {
  let packed = v128.load32_zero(table + 4 * (four & 255))
  packed = v128.load32_lane(table + 4 * ((four >> 8) & 255), packed, 1)
  packed = v128.load32_lane(table + 4 * ((four >> 16) & 255), packed, 2)
  packed = v128.load32_lane(table + 4 * (four >> 24), packed, 3)

  const byte = i32x4.splat(255)
  const a = f32x4.convert_i32x4_s(v128.and(packed, byte))
  const b = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(packed, 8), byte))
  const c = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(packed, 16), byte))
  const d = f32x4.convert_i32x4_s(i32x4.shr_u(packed, 24))
  const left = f32x4.sub(f32x4.splat(1), right)
  const top = f32x4.add(f32x4.mul(a, left), f32x4.mul(b, right))
  const bottom = f32x4.add(f32x4.mul(c, left), f32x4.mul(d, right))
  const mapped = f32x4.add(f32x4.mul(top, upper), f32x4.mul(bottom, lower))

  // Adding 1.5 * 2^23 leaves no bits behind the point: rounded half to even, the integer in the low bits.
  return v128.and(f32x4.add(mapped, f32x4.splat(12582912)), i32x4.splat(0xffff))
}
