/** Frequencies kept in each direction. */
const KEPT = 8

/** Cosine tables by side, `KEPT` rows each. */
const tables = new Map<number, Float32Array>()

/**
 * The lowest frequencies of a square of values, by the cosine transform (DCT-II, not normalised),
 * without the constant one.
 *
 * @param values row-major, `side * side` of them
 * @returns 63 amplitudes, row-major
 */
export function lowFrequencies(values: Float32Array, side: number): number[] {
  const cosines = tableOf(side)
  const halfway = new Float32Array(KEPT * side)
  for (let v = 0; v < KEPT; v++) {
    for (let x = 0; x < side; x++) {
      let sum = 0
      for (let y = 0; y < side; y++) sum += cosines[v * side + y]! * values[y * side + x]!
      halfway[v * side + x] = sum
    }
  }
  const amplitudes: number[] = []
  for (let v = 0; v < KEPT; v++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0
      for (let x = 0; x < side; x++) sum += cosines[u * side + x]! * halfway[v * side + x]!
      if (u + v > 0) amplitudes.push(sum)
    }
  }
  return amplitudes
}

function tableOf(side: number): Float32Array {
  const known = tables.get(side)
  if (known) return known
  const table = new Float32Array(KEPT * side)
  for (let k = 0; k < KEPT; k++) {
    for (let x = 0; x < side; x++) table[k * side + x] = Math.cos((Math.PI * (2 * x + 1) * k) / (2 * side))
  }
  tables.set(side, table)
  return table
}
