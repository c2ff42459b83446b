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
  const w = Math.max(Math.round(width * scale), 1)
  const h = Math.max(Math.round(height * scale), 1)
  const columns = areaWeights(width, w)
  const rows = areaWeights(height, h)
  const data = new Float32Array(w * h)
  const line = new Float32Array(w)
  for (let y = 0; y < height; y++) {
    shrinkRow(luma, y * width, columns, line)
    const first = rows.first[y]!
    const share = rows.share[y]!
    addRow(data, first * w, line, share * rows.scale)
    if (share < 1) addRow(data, (first + 1) * w, line, (1 - share) * rows.scale)
  }
  return { data, width: w, height: h }
}

/** For each source pixel the first target pixel it lies in, and the share of it that does. */
interface AreaWeights {
  first: Int32Array
  share: Float64Array
  /** Target pixels per source pixel. */
  scale: number
}

function areaWeights(from: number, to: number): AreaWeights {
  const scale = to / from
  const first = new Int32Array(from)
  const share = new Float64Array(from)
  for (let i = 0; i < from; i++) {
    // In integers: a rounded product may fall on the wrong side of a target pixel's edge.
    const target = Math.floor((i * to) / from)
    const edge = (target + 1) * from
    first[i] = target
    share[i] = Math.min(edge - i * to, to) / to
  }
  return { first, share, scale }
}

function shrinkRow(luma: Uint8Array, row: number, { first, share, scale }: AreaWeights, line: Float32Array) {
  line.fill(0)
  for (let x = 0; x < first.length; x++) {
    const value = luma[row + x]! * scale
    const target = first[x]!
    const part = value * share[x]!
    line[target] = line[target]! + part
    if (part < value) line[target + 1] = line[target + 1]! + value - part
  }
}

function addRow(data: Float32Array, at: number, line: Float32Array, weight: number) {
  for (let x = 0; x < line.length; x++) data[at + x] = data[at + x]! + line[x]! * weight
}
