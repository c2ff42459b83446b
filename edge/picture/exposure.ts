import type { Grey } from './grey.ts'

/** Grey level from which a highlight is blown: no detail is left in it. */
const BLOWN = 250

export interface Exposure {
  /** Mean grey level, 0 to 255. */
  brightness: number
  /** Share of blown highlights, 0 to 1. */
  glare: number
}

/**
 * Measures like a camera's centre-weighted meter (a Hann window over both sides): what is shown
 * counts, not the sky above it or the white background around it.
 */
export function exposureOf({ data, width, height }: Grey): Exposure {
  const columns = hann(width)
  const rows = hann(height)
  let brightness = 0
  let glare = 0
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const weight = rows[y]! * columns[x]!
      brightness += weight * data[at]!
      if (data[at]! >= BLOWN) glare += weight
    }
  }
  return { brightness, glare: Math.min(glare, 1) }
}

/** Weights that add up to 1. */
function hann(length: number): Float64Array {
  const weights = Float64Array.from({ length }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / length) ** 2)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
