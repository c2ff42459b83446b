import type { Point, Ring } from './types.ts'

/**
 * Whether outlines neither cross nor touch, themselves as little as one another.
 *
 * @param unit coordinates are rounded to whole multiples of this, by which every test is exact
 */
export function areApart(rings: readonly Ring[], unit: number): boolean {
  const edges = collectEdges(rings, 1 / unit)
  const { x1, y1, x2, y2 } = edges
  for (let i = 0; i < x1.length; i++) {
    const left = Math.min(x1[i] as number, x2[i] as number)
    const right = Math.max(x1[i] as number, x2[i] as number)
    const top = Math.min(y1[i] as number, y2[i] as number)
    const bottom = Math.max(y1[i] as number, y2[i] as number)
    for (let j = i + 1; j < x1.length; j++) {
      // Most pairs lie beside each other, and are told apart without a product.
      const [ax, bx] = [x1[j] as number, x2[j] as number]
      if ((ax < left && bx < left) || (ax > right && bx > right)) continue
      const [ay, by] = [y1[j] as number, y2[j] as number]
      if ((ay < top && by < top) || (ay > bottom && by > bottom)) continue
      if (
        edges.next[i] === j
          ? foldsBack(edges, i, j)
          : edges.next[j] === i
            ? foldsBack(edges, j, i)
            : meet(edges, i, j)
      )
        return false
    }
  }
  return true
}

interface Edges {
  x1: Float64Array
  y1: Float64Array
  x2: Float64Array
  y2: Float64Array
  /** The edge that begins where each one ends. */
  next: Int32Array
}

function collectEdges(rings: readonly Ring[], scale: number): Edges {
  const count = rings.reduce((sum, { length }) => sum + length, 0)
  const [x1, y1, x2, y2] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const next = new Int32Array(count)
  let first = 0
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) {
      const following = i + 1 < ring.length ? i + 1 : 0
      const from = ring[i] as Point
      const to = ring[following] as Point
      x1[first + i] = Math.round(from[0] * scale)
      y1[first + i] = Math.round(from[1] * scale)
      x2[first + i] = Math.round(to[0] * scale)
      y2[first + i] = Math.round(to[1] * scale)
      next[first + i] = first + following
    }
    first += ring.length
  }
  return { x1, y1, x2, y2, next }
}

/** On which side of an edge a point lies, as in turn.ts. */
const side = ({ x1, y1, x2, y2 }: Edges, edge: number, x: number, y: number): number => {
  const fromX = x1[edge] as number
  const fromY = y1[edge] as number
  return Math.sign(
    ((x2[edge] as number) - fromX) * (y - fromY) - ((y2[edge] as number) - fromY) * (x - fromX),
  )
}

/** Whether two edges whose boxes overlap have a point in common. */
function meet(edges: Edges, i: number, j: number): boolean {
  const { x1, y1, x2, y2 } = edges
  const first = side(edges, i, x1[j] as number, y1[j] as number)
  const second = side(edges, i, x2[j] as number, y2[j] as number)
  if (first * second > 0) return false
  const third = side(edges, j, x1[i] as number, y1[i] as number)
  const fourth = side(edges, j, x2[i] as number, y2[i] as number)
  return third * fourth <= 0
}

/** Whether an edge runs back along the one before it, or has no length. */
function foldsBack({ x1, y1, x2, y2 }: Edges, first: number, second: number): boolean {
  const bx = x2[first] as number
  const by = y2[first] as number
  const [toAx, toAy] = [(x1[first] as number) - bx, (y1[first] as number) - by]
  const [toCx, toCy] = [(x2[second] as number) - bx, (y2[second] as number) - by]
  return toAx * toCy === toAy * toCx && toAx * toCx + toAy * toCy >= 0
}
