import type { Grey } from './grey.ts'
import type { Kernel } from './kernel.ts'

/** A part of a picture, as `[left, top, right, bottom]` shares of it. */
export type GreyWindow = readonly [left: number, top: number, right: number, bottom: number]

/** What the target pixels along one side cover. */
interface Spans {
  /** For each the first and the last source pixel. */
  bounds: Int32Array
  /** The shares of these two: they and `share` for each pixel between add up to 1. */
  shares: Float64Array
  share: number
}

/** Parts a side of `from` pixels, or its share from `first` to `last`, among `to` target pixels. */
function spansOf(from: number, to: number, first: number, last: number): Spans {
  const offset = from * first
  const length = from * last - offset
  const share = to / length
  const bounds = new Int32Array(2 * to)
  const shares = new Float64Array(2 * to)
  for (let i = 0; i < to; i++) {
    // Divided last: a side that keeps its length has to keep its pixels exactly.
    const left = offset + (i * length) / to
    const right = Math.min(offset + ((i + 1) * length) / to, from)
    const start = Math.floor(left)
    const end = Math.max(Math.ceil(right) - 1, start)
    bounds.set([start, end], 2 * i)
    shares.set([share * (Math.min(start + 1, right) - left), end > start ? share * (right - end) : 0], 2 * i)
  }
  return { bounds, shares, share }
}

/** How a picture is to be shrunk: sides in pixels, and what each row and column covers. */
export interface Parts {
  fromWidth: number
  width: number
  height: number
  columns: Spans
  rows: Spans
}

/** @param window what is left of the picture @default all of it */
export function partsOf(
  fromWidth: number,
  fromHeight: number,
  width: number,
  height: number,
  [left, top, right, bottom]: GreyWindow = [0, 0, 1, 1],
): Parts {
  const columns = spansOf(fromWidth, width, left, right)
  const rows = spansOf(fromHeight, height, top, bottom)
  return { fromWidth, width, height, columns, rows }
}

/** Sizes of places in the kernel's memory, or where they are. */
type Room = readonly [
  columns: number,
  columnShares: number,
  rows: number,
  rowShares: number,
  sums: number,
  out: number,
]

/** Bytes that `shrink` needs places for. */
export const roomFor = ({ columns, rows, fromWidth, width, height }: Parts): Room => [
  columns.bounds.byteLength,
  columns.shares.byteLength,
  rows.bounds.byteLength,
  rows.shares.byteLength,
  4 * fromWidth,
  4 * width * height,
]

/** Shrinks what lies in the kernel's memory, each pixel the mean of the area it covers. */
export function shrink(
  kernel: Kernel,
  { fromWidth, width, height, columns, rows }: Parts,
  { from, floats }: { from: number; floats: boolean },
  [columnsAt, columnSharesAt, rowsAt, rowSharesAt, sums, out]: Room,
): Grey {
  const memory = kernel.memory.buffer
  new Int32Array(memory).set(columns.bounds, columnsAt / 4)
  new Int32Array(memory).set(rows.bounds, rowsAt / 4)
  new Float64Array(memory).set(columns.shares, columnSharesAt / 8)
  new Float64Array(memory).set(rows.shares, rowSharesAt / 8)
  kernel.shrink(
    from,
    floats,
    fromWidth,
    columnsAt,
    columnSharesAt,
    columns.share,
    width,
    rowsAt,
    rowSharesAt,
    rows.share,
    height,
    sums,
    out,
  )
  return { data: new Float32Array(memory, out, width * height).slice(), width, height }
}
