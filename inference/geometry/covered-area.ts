import { boxArea, encloseBoxes, intersectBoxes } from './box.ts'
import type { Shape } from './shape.ts'
import type { Box } from './types.ts'

/**
 * Least number of bands that a sweep cuts the swept height into. Where outlines cross inside a band its area is
 * that of its middle line times its height, off by at most 1/8 of the square of the band's height for each unit
 * by which the slopes differ; bands without a crossing are exact.
 */
const MIN_BANDS = 64

/** Area that two shapes share, in square pixels; never more than either of them has. */
export function intersectionArea(a: Shape, b: Shape): number {
  const common = intersectBoxes(a.box, b.box)
  if (boxArea(common) === 0) return 0
  return Math.min(a.area, b.area, coveredArea([a, b], 2, common))
}

/** Area that at least one shape covers, in square pixels; never more than the sum, nor less than the largest. */
export function unionArea(shapes: readonly Shape[]): number {
  const [first] = shapes
  if (!first) return 0
  const sum = shapes.reduce((total, { area }) => total + area, 0)
  const largest = shapes.reduce((most, { area }) => Math.max(most, area), 0)
  const around = shapes.reduce((box, shape) => encloseBoxes(box, shape.box), first.box)
  return Math.min(sum, Math.max(largest, coveredArea(shapes, 1, around)))
}

/** Intersection over union of two shapes, 0 to 1. */
export function shapeIou(a: Shape, b: Shape): number {
  const shared = intersectionArea(a, b)
  return shared === 0 ? 0 : shared / (a.area + b.area - shared)
}

/**
 * Area covered by at least `times` of the shapes, by a sweep over horizontal bands that end at every vertex. It
 * needs no outline of the result, and so none of what makes polygon clipping fragile: whatever the outlines do
 * (touch, coincide, cross themselves), it takes a bounded number of steps. See docs/decisions.md.
 *
 * @param window the only heights swept; its width does not count
 */
function coveredArea(shapes: readonly Shape[], times: number, [, top, , bottom]: Box): number {
  const edges = collectEdges(shapes, top, bottom)
  const bounds = bandBounds(edges, top, bottom)
  const insideOf = new Uint8Array(shapes.length)
  const active = new Int32Array(edges.count)
  const xs = new Float64Array(edges.count)
  let activeCount = 0
  let upcoming = 0
  let area = 0
  for (let band = 0; band + 1 < bounds.length; band++) {
    const from = bounds[band] as number
    const to = bounds[band + 1] as number
    if (to <= from) continue
    while (upcoming < edges.count && (edges.low[edges.order[upcoming] as number] as number) <= from) {
      active[activeCount++] = edges.order[upcoming++] as number
    }
    activeCount = keepReaching(active, activeCount, edges.high, from)
    const middle = (from + to) / 2
    for (let k = 0; k < activeCount; k++) {
      const edge = active[k] as number
      const x =
        (edges.x[edge] as number) + (edges.slope[edge] as number) * (middle - (edges.low[edge] as number))
      insertSorted(active, xs, k, edge, x)
    }
    area += (to - from) * coveredLength(active, xs, activeCount, edges.shape, insideOf, times)
  }
  return area
}

interface Edges {
  count: number
  /** Indices of the edges by `low`. */
  order: Uint32Array
  /** Heights between which an edge runs, its x at `low`, and by how much x grows per height. */
  low: Float64Array
  high: Float64Array
  x: Float64Array
  slope: Float64Array
  /** Which shape it belongs to. */
  shape: Uint16Array
}

/** All edges that run through some height between the two; level ones bound no band's middle line. */
function collectEdges(shapes: readonly Shape[], top: number, bottom: number): Edges {
  const most = shapes.reduce((sum, { rings }) => rings.reduce((n, ring) => n + ring.length, sum), 0)
  const edges = {
    low: new Float64Array(most),
    high: new Float64Array(most),
    x: new Float64Array(most),
    slope: new Float64Array(most),
    shape: new Uint16Array(most),
  }
  let count = 0
  for (const [index, { rings }] of shapes.entries()) {
    for (const ring of rings) {
      let [px, py] = ring.at(-1) ?? [0, 0]
      for (const [x, y] of ring) {
        if (y !== py && Math.max(y, py) > top && Math.min(y, py) < bottom) {
          edges.low[count] = Math.min(y, py)
          edges.high[count] = Math.max(y, py)
          edges.x[count] = y < py ? x : px
          edges.slope[count] = (x - px) / (y - py)
          edges.shape[count] = index
          count++
        }
        px = x
        py = y
      }
    }
  }
  const { low } = edges
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  order.sort((a, b) => (low[a] as number) - (low[b] as number))
  return { count, order, ...edges }
}

/** Heights of all vertices in between, and so many more that no band is too high; ascending. */
function bandBounds({ count, low, high }: Edges, top: number, bottom: number): Float64Array {
  const bounds = new Float64Array(2 * count + MIN_BANDS + 1)
  let filled = 0
  for (; filled <= MIN_BANDS; filled++) bounds[filled] = top + ((bottom - top) * filled) / MIN_BANDS
  for (let i = 0; i < count; i++) {
    const from = low[i] as number
    const to = high[i] as number
    if (from > top) bounds[filled++] = from
    if (to < bottom) bounds[filled++] = to
  }
  return bounds.subarray(0, filled).sort()
}

/** Drops edges that end above a height, and returns how many are left. */
function keepReaching(active: Int32Array, count: number, high: Float64Array, height: number): number {
  let kept = 0
  for (let k = 0; k < count; k++) {
    const edge = active[k] as number
    if ((high[edge] as number) > height) active[kept++] = edge
  }
  return kept
}

/** One step of an insertion sort: from band to band the order hardly changes. */
function insertSorted(active: Int32Array, xs: Float64Array, at: number, edge: number, x: number): void {
  let k = at
  while (k > 0 && (xs[k - 1] as number) > x) {
    xs[k] = xs[k - 1] as number
    active[k] = active[k - 1] as number
    k--
  }
  xs[k] = x
  active[k] = edge
}

/** Length of a line inside at least `times` shapes, by the even-odd rule for each. Leaves `insideOf` all 0. */
function coveredLength(
  active: Int32Array,
  xs: Float64Array,
  count: number,
  shape: Uint16Array,
  insideOf: Uint8Array,
  times: number,
): number {
  let depth = 0
  let length = 0
  for (let k = 0; k < count; k++) {
    if (depth >= times) length += (xs[k] as number) - (xs[k - 1] as number)
    const index = shape[active[k] as number] as number
    const now = (insideOf[index] as number) ^ 1
    insideOf[index] = now
    depth += now === 1 ? 1 : -1
  }
  return length
}
