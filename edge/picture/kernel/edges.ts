// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.

/**
 * Counts the differences between neighbours of a grey picture, in bins of a quarter of a grey level.
 *
 * @param grey f32 per pixel; up to 3 pixels behind it are read, too
 * @param step from a pixel to its neighbour, in pixels
 * @param margin pixels left out at each border
 * @param banks 16384 bytes for four histograms, so that equal neighbours need not wait for each
 *   other; the first of them holds the result, 1024 words
 */
export function countDifferences(
  grey: usize,
  width: i32,
  height: i32,
  step: i32,
  margin: i32,
  banks: usize,
): void {
  memory.fill(banks, 0, 16384)
  const four = f32x4.splat(4)
  for (let y = margin; y < height - margin; y++) {
    const end = grey + 4 * ((y + 1) * width - margin)
    let at = grey + 4 * (y * width + margin)
    for (; at + 16 <= end; at += 16) {
      const bins = i32x4.trunc_sat_f32x4_u(f32x4.mul(difference(at, at - 4 * step), four))
      count(banks, i32x4.extract_lane(bins, 0))
      count(banks + 4096, i32x4.extract_lane(bins, 1))
      count(banks + 8192, i32x4.extract_lane(bins, 2))
      count(banks + 12288, i32x4.extract_lane(bins, 3))
    }
    for (; at < end; at += 4) count(banks, <i32>(abs<f32>(load<f32>(at) - load<f32>(at - 4 * step)) * 4))
  }
  for (let at = banks; at < banks + 4096; at += 16) {
    const odd = i32x4.add(v128.load(at, 4096), v128.load(at, 12288))
    v128.store(at, i32x4.add(i32x4.add(v128.load(at), v128.load(at, 8192)), odd))
  }
}

function count(histogram: usize, bin: i32): void {
  const at = histogram + 4 * bin
  store<u32>(at, load<u32>(at) + 1)
}

/**
 * Sums up, over the differences between neighbours that reach a threshold, how steep they are and
 * how much of it a blur of nine pixels in their direction would take.
 *
 * @param grey f32 per pixel; up to 3 pixels behind it are read, too
 * @param step from a pixel to its neighbour, in pixels
 * @param margin pixels left out at each border, at least 5
 * @param rounding what of a difference may be due to whole grey levels
 * @param sums two f64: the steepness, and what is lost of it
 */
export function sumEdges(
  grey: usize,
  width: i32,
  height: i32,
  step: i32,
  margin: i32,
  threshold: f32,
  rounding: f32,
  sums: usize,
): void {
  const least = f32x4.splat(threshold)
  const slack = f32x4.splat(rounding)
  const nine = f32x4.splat(9)
  const lanes = i32x4(0, 1, 2, 3)
  let steepness: f64 = 0
  let lost: f64 = 0
  for (let y = margin; y < height - margin; y++) {
    let rowSteepness = f32x4.splat(0)
    let rowLost = f32x4.splat(0)
    const end = (y + 1) * width - margin
    for (let i = y * width + margin; i < end; i += 4) {
      const at = grey + 4 * i
      const steep = difference(at, at - 4 * step)
      // Lanes behind the row's end do not count.
      const inside = i32x4.lt_s(lanes, i32x4.splat(end - i))
      const counts = v128.and(f32x4.ge(steep, least), inside)
      if (!v128.any_true(counts)) continue
      // Neighbouring means of nine share eight pixels: only the outermost ones differ.
      const blurred = f32x4.div(difference(at + 16 * step, at - 20 * step), nine)
      const taken = f32x4.max(f32x4.sub(f32x4.sub(steep, blurred), slack), f32x4.splat(0))
      rowSteepness = f32x4.add(rowSteepness, v128.and(steep, counts))
      rowLost = f32x4.add(rowLost, v128.and(taken, counts))
    }
    steepness += sumOf(rowSteepness)
    lost += sumOf(rowLost)
  }
  store<f64>(sums, steepness)
  store<f64>(sums, lost, 8)
}

function difference(a: usize, b: usize): v128 {
  return f32x4.abs(f32x4.sub(v128.load(a), v128.load(b)))
}

function sumOf(four: v128): f64 {
  const low = f64x2.promote_low_f32x4(four)
  const high = f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 2, 3))
  const sum = f64x2.add(low, high)
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}
