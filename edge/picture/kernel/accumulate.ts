// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.

/**
 * Adds a row of bytes, each times `weight`, to a row of sums.
 * Works on 16 at a time: up to 15 bytes and sums behind the rows are touched, too.
 *
 * @param row one byte per value
 * @param sums f32 per value
 */
export function addWeighted(row: usize, count: i32, weight: f32, sums: usize): void {
  const factor = f32x4.splat(weight)
  for (let i = 0; i < count; i += 16) {
    const bytes = v128.load(row + i)
    const low = i16x8.extend_low_i8x16_u(bytes)
    const high = i16x8.extend_high_i8x16_u(bytes)
    const at = sums + 4 * i
    addFour(at, i32x4.extend_low_i16x8_u(low), factor)
    addFour(at + 16, i32x4.extend_high_i16x8_u(low), factor)
    addFour(at + 32, i32x4.extend_low_i16x8_u(high), factor)
    addFour(at + 48, i32x4.extend_high_i16x8_u(high), factor)
  }
}

function addFour(sums: usize, values: v128, factor: v128): void {
  v128.store(sums, f32x4.add(v128.load(sums), f32x4.mul(f32x4.convert_i32x4_s(values), factor)))
}
