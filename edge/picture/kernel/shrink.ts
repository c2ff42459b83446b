// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.
import { addWeighted } from './accumulate'

/**
 * Shrinks a picture of bytes: rows first, as that is what vector instructions are good at, then columns.
 *
 * @param from one byte per pixel, row-major
 * @param columns what each target column covers: its first and its last source pixel, i32 each
 * @param columnShares the shares of these two, f64 each
 * @param columnShare that of every pixel between them
 * @param sums f32 per source column; what it holds means nothing
 * @param out f32 per target pixel, row-major
 */
export function shrinkBytes(
  from: usize,
  width: i32,
  columns: usize,
  columnShares: usize,
  columnShare: f64,
  outWidth: i32,
  rows: usize,
  rowShares: usize,
  rowShare: f64,
  outHeight: i32,
  sums: usize,
  out: usize,
): void {
  for (let y = 0; y < outHeight; y++) {
    const first = load<i32>(rows + 8 * y)
    const last = load<i32>(rows + 8 * y, 4)
    const lastShare = load<f64>(rowShares + 16 * y, 8)
    memory.fill(sums, 0, 4 * width)
    addWeighted(from + first * width, width, <f32>load<f64>(rowShares + 16 * y), sums)
    for (let row = first + 1; row < last; row++) {
      addWeighted(from + row * width, width, <f32>rowShare, sums)
    }
    if (lastShare > 0) addWeighted(from + last * width, width, <f32>lastShare, sums)
    shrinkLine(sums, columns, columnShares, columnShare, outWidth, out + 4 * y * outWidth)
  }
}

/** The same of a picture of floats, with sums in double precision. */
export function shrinkFloats(
  from: usize,
  width: i32,
  columns: usize,
  columnShares: usize,
  columnShare: f64,
  outWidth: i32,
  rows: usize,
  rowShares: usize,
  rowShare: f64,
  outHeight: i32,
  sums: usize,
  out: usize,
): void {
  const stride = 4 * width
  for (let y = 0; y < outHeight; y++) {
    const first = load<i32>(rows + 8 * y)
    const last = load<i32>(rows + 8 * y, 4)
    const lastShare = load<f64>(rowShares + 16 * y, 8)
    memory.fill(sums, 0, stride)
    addWeightedFloats(from + first * stride, width, load<f64>(rowShares + 16 * y), sums)
    for (let row = first + 1; row < last; row++) addWeightedFloats(from + row * stride, width, rowShare, sums)
    if (lastShare > 0) addWeightedFloats(from + last * stride, width, lastShare, sums)
    shrinkLine(sums, columns, columnShares, columnShare, outWidth, out + 4 * y * outWidth)
  }
}

/** Two at a time: up to one value and sum behind the rows is touched, too. */
function addWeightedFloats(row: usize, count: i32, weight: f64, sums: usize): void {
  const factor = f64x2.splat(weight)
  for (let i = 0; i < 4 * count; i += 8) {
    const value = f64x2.promote_low_f32x4(v128.load64_zero(row + i))
    const sum = f64x2.promote_low_f32x4(v128.load64_zero(sums + i))
    const next = f64x2.add(sum, f64x2.mul(value, factor))
    v128.store64_lane(sums + i, f32x4.demote_f64x2_zero(next), 0)
  }
}

function shrinkLine(line: usize, columns: usize, shares: usize, share: f64, outWidth: i32, out: usize): void {
  for (let x = 0; x < outWidth; x++) {
    const first = load<i32>(columns + 8 * x)
    const last = load<i32>(columns + 8 * x, 4)
    let between: f64 = 0
    for (let i = first + 1; i < last; i++) between += <f64>load<f32>(line + 4 * i)
    const atFirst = <f64>load<f32>(line + 4 * first) * load<f64>(shares + 16 * x)
    const atLast = <f64>load<f32>(line + 4 * last) * load<f64>(shares + 16 * x, 8)
    store<f32>(out + 4 * x, <f32>(atFirst + between * share + atLast))
  }
}
