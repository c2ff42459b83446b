// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.
import { addWeighted } from './accumulate'

/**
 * Shrinks a picture: rows first, as that is what vector instructions are good at, then columns.
 *
 * @param from one value per pixel, row-major
 * @param floats whether these are f32, which are added up in double precision; else they are bytes
 * @param columns what each target column covers: its first and its last source pixel, i32 each
 * @param columnShares the shares of these two, f64 each
 * @param columnShare that of every pixel between them
 * @param sums f32 per source column; what it holds means nothing
 * @param out f32 per target pixel, row-major
 */
export function shrink(
  from: usize,
  floats: bool,
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
    addRow(from, floats, first, width, load<f64>(rowShares + 16 * y), sums)
    for (let row = first + 1; row < last; row++) addRow(from, floats, row, width, rowShare, sums)
    if (lastShare > 0) addRow(from, floats, last, width, lastShare, sums)
    shrinkLine(sums, columns, columnShares, columnShare, outWidth, out + 4 * y * outWidth)
  }
}

function addRow(from: usize, floats: bool, row: i32, width: i32, weight: f64, sums: usize): void {
  if (floats) addWeightedFloats(from + 4 * row * width, width, weight, sums)
  else addWeighted(from + row * width, width, <f32>weight, sums)
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
