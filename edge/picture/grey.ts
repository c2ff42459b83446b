/** A picture of one channel. */
export interface Grey {
  /** Row-major, `width * height` grey levels, 0 to 255. */
  data: Float32Array
  width: number
  height: number
}

/**
 * Shrinks luma until its longest side is `maxSide`, each pixel the mean of the area it covers;
 * a smaller picture keeps its size.
 *
 * @param luma one byte per pixel, row-major
 */
export function shrinkLuma(luma: Uint8Array, width: number, height: number, maxSide: number): Grey {
  const scale = Math.min(1, maxSide / Math.max(width, height))
  const columns = spansOf(width, Math.max(Math.round(width * scale), 1))
  const rows = spansOf(height, Math.max(Math.round(height * scale), 1))
  const w = columns.length
  const data = new Float32Array(w * rows.length)
  const line = new Float32Array(w)
  let shrunk = -1
  for (const [y, { start, end, startWeight, endWeight, scale }] of rows.entries()) {
    for (let row = start; row <= end; row++) {
      // A row on the border of two target rows is shrunk once.
      if (row !== shrunk) shrinkRow(luma, row * width, columns, line)
      shrunk = row
      const weight = (row === start ? startWeight : row === end ? endWeight : 1) * scale
      for (let x = 0; x < w; x++) data[y * w + x] = data[y * w + x]! + line[x]! * weight
    }
  }
  return { data, width: w, height: rows.length }
}

/** What one target pixel covers: pixels `start` to `end` (included), of the outer ones a share. */
interface Span {
  start: number
  end: number
  startWeight: number
  endWeight: number
  /** Target pixels per source pixel. */
  scale: number
}

function spansOf(from: number, to: number): Span[] {
  const scale = to / from
  return Array.from({ length: to }, (_, i) => {
    // In integers, `to` per source pixel: a rounded edge may fall on the wrong side of a pixel's.
    const left = i * from
    const right = left + from
    const start = Math.floor(left / to)
    const end = Math.ceil(right / to) - 1
    const startWeight = (Math.min((start + 1) * to, right) - left) / to
    const endWeight = (right - end * to) / to
    return { start, end, startWeight, endWeight, scale }
  })
}

function shrinkRow(luma: Uint8Array, row: number, columns: Span[], line: Float32Array): void {
  for (let x = 0; x < columns.length; x++) {
    const { start, end, startWeight, endWeight, scale } = columns[x]!
    let sum = luma[row + start]! * startWeight
    for (let i = start + 1; i < end; i++) sum += luma[row + i]!
    if (end > start) sum += luma[row + end]! * endWeight
    line[x] = sum * scale
  }
}
