import { type Kernel, withKernel } from './kernel.ts'
import type { Picture } from './picture.ts'

/** A picture of one channel. */
export interface Grey {
  /** Row-major, `width * height` grey levels, 0 to 255. */
  data: Float32Array
  width: number
  height: number
}

/**
 * Longest side in pixels at which photos are measured. All have to be measured at one size, or the
 * larger of two copies would look blurred; this is about what the damage model sees of them.
 */
const MEASURED_SIDE = 512

/** What photos are judged and recognised by. */
export function measuredGrey({ data, width, height }: Picture): Grey {
  const count = width * height
  return withKernel([data.length, count, 4 * width], (kernel, memory, [rgb, luma, sums]) => {
    memory.set(data, rgb)
    kernel.luma(rgb, count, luma)
    return shrunk(kernel, { luma, width, height, sums }, MEASURED_SIDE)
  })
}

/**
 * Shrinks luma until its longest side is `maxSide`, each pixel the mean of the area it covers;
 * a smaller picture keeps its size.
 *
 * @param luma one byte per pixel, row-major
 */
export function shrinkLuma(luma: Uint8Array, width: number, height: number, maxSide: number): Grey {
  return withKernel([luma.length, 4 * width], (kernel, memory, [from, sums]) => {
    memory.set(luma, from)
    return shrunk(kernel, { luma: from, width, height, sums }, maxSide)
  })
}

/** Luma in the kernel's memory, and there a place for a row of sums. */
interface Place {
  luma: number
  width: number
  height: number
  sums: number
}

function shrunk(kernel: Kernel, { luma, width, height, sums }: Place, maxSide: number): Grey {
  const scale = Math.min(1, maxSide / Math.max(width, height))
  const columns = spansOf(width, Math.max(Math.round(width * scale), 1))
  const rows = spansOf(height, Math.max(Math.round(height * scale), 1))
  const line = new Float32Array(kernel.memory.buffer, sums, width)
  return reduce(columns, rows, line, (row, weight) =>
    kernel.addWeighted(luma + row * width, width, weight, sums),
  )
}

/** A part of a picture, as `[left, top, right, bottom]` shares of it. */
export type GreyWindow = readonly [left: number, top: number, right: number, bottom: number]

/**
 * Resamples a part of a picture to exactly `width` × `height` pixels, each the mean of the area it
 * covers: pixels on a border count by their share.
 */
export function resampleGrey(
  grey: Grey,
  width: number,
  height: number,
  [left, top, right, bottom]: GreyWindow = [0, 0, 1, 1],
): Grey {
  const columns = spansOf(grey.width, width, left, right)
  const rows = spansOf(grey.height, height, top, bottom)
  const line = new Float32Array(grey.width)
  return reduce(columns, rows, line, (row, weight) => {
    const start = row * grey.width
    for (let x = 0; x < line.length; x++) line[x] = line[x]! + grey.data[start + x]! * weight
  })
}

/** What one target pixel covers: source pixels `start` to `end` (included), of the outer ones a share. */
interface Span {
  start: number
  end: number
  /** Shares in the target pixel: they and `weight` for each pixel between add up to 1. */
  startWeight: number
  endWeight: number
  weight: number
}

/** Parts a side of `from` pixels, or its share from `first` to `last`, among `to` target pixels. */
function spansOf(from: number, to: number, first = 0, last = 1): Span[] {
  const offset = from * first
  const length = from * last - offset
  const weight = to / length
  return Array.from({ length: to }, (_, i) => {
    // Divided last: a side that keeps its length has to keep its pixels exactly.
    const left = offset + (i * length) / to
    const right = Math.min(offset + ((i + 1) * length) / to, from)
    const start = Math.floor(left)
    const end = Math.max(Math.ceil(right) - 1, start)
    const startWeight = weight * (Math.min(start + 1, right) - left)
    const endWeight = end > start ? weight * (right - end) : 0
    return { start, end, startWeight, endWeight, weight }
  })
}

/**
 * Reduces rows first, as that is what vector instructions are good at, then columns.
 *
 * @param line sums of one row of targets, as wide as the source; what it holds means nothing
 * @param addRow adds a source row times a weight to `line`
 */
function reduce(
  columns: Span[],
  rows: Span[],
  line: Float32Array,
  addRow: (row: number, weight: number) => void,
): Grey {
  const [width, height] = [columns.length, rows.length]
  const data = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const { start, end, startWeight, endWeight, weight } = rows[y]!
    line.fill(0)
    addRow(start, startWeight)
    for (let row = start + 1; row < end; row++) addRow(row, weight)
    if (endWeight > 0) addRow(end, endWeight)
    reduceLine(line, columns, data, y * width)
  }
  return { data, width, height }
}

function reduceLine(line: Float32Array, columns: Span[], out: Float32Array, at: number): void {
  for (let x = 0; x < columns.length; x++) {
    const { start, end, startWeight, endWeight, weight } = columns[x]!
    let between = 0
    for (let i = start + 1; i < end; i++) between += line[i]!
    out[at + x] = line[start]! * startWeight + between * weight + line[end]! * endWeight
  }
}
