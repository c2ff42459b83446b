import { samePoint } from '../geometry/turn.ts'
import type { Point, Ring } from '../geometry/types.ts'

/**
 * Marching squares: the lines along which a bilinearly interpolated grid crosses a level.
 *
 * Samples outside the grid count as 0, so every line closes. Where a cell's four corners alternate, the value
 * at its centre (their mean) says which two of them are connected.
 *
 * @param values row-major `side` × `side` samples, 0 to 1; what is not a number counts as 0
 * @returns closed lines in units of samples, sample (i, j) lying at (i, j); outer ones run clockwise on a
 *   screen (positive signed area), those around holes the other way
 */
export function contours(values: Float32Array, side: number, level: number): Ring[] {
  const padded = side + 2
  const grid = new Float64Array(padded * padded)
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      const value = values[j * side + i] as number
      if (value > 0) grid[(j + 1) * padded + i + 1] = value
    }
  }
  const next = linkCells(grid, padded, level)
  const rings: Ring[] = []
  for (let start = 0; start < next.length; start++) {
    if (next[start] === NONE) continue
    const ring: Ring = []
    for (let edge = start; next[edge] !== NONE; ) {
      appendDistinct(ring, crossing(grid, padded, level, edge))
      const following = next[edge] as number
      next[edge] = NONE
      edge = following
    }
    if (ring.length > 1 && samePoint(ring[0] as Point, ring.at(-1) as Point)) ring.pop()
    if (ring.length >= 3) rings.push(ring)
  }
  return rings
}

const NONE = -1

/**
 * For each grid edge that a line crosses, the edge it crosses next, the inside lying to its right.
 * Edge 2k leads from sample k to the right, edge 2k + 1 from sample k down.
 */
function linkCells(grid: Float64Array, padded: number, level: number): Int32Array {
  const next = new Int32Array(2 * padded * padded).fill(NONE)
  for (let j = 0; j + 1 < padded; j++) {
    for (let i = 0; i + 1 < padded; i++) {
      const k = j * padded + i
      const a = grid[k] as number
      const b = grid[k + 1] as number
      const c = grid[k + padded + 1] as number
      const d = grid[k + padded] as number
      const inside = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0)
      if (inside === 0 || inside === 15) continue
      const edges = [2 * k, 2 * (k + 1) + 1, 2 * (k + padded), 2 * k + 1]
      const connected = inside === 5 || inside === 10 ? (a + b + c + d) / 4 >= level : false
      for (const [from, to] of connected ? (CONNECTED_SADDLES[inside] ?? []) : (SEGMENTS[inside] ?? [])) {
        next[edges[from] as number] = edges[to] as number
      }
    }
  }
  return next
}

const TOP = 0
const RIGHT = 1
const BOTTOM = 2
const LEFT = 3

/**
 * Segments through a cell, as pairs of its edges, by which corners lie inside: 1 top left, 2 top right,
 * 4 bottom right, 8 bottom left. Going from the first edge to the second, the inside lies on the right.
 */
const SEGMENTS: Record<number, [number, number][]> = {
  1: [[TOP, LEFT]],
  2: [[RIGHT, TOP]],
  3: [[RIGHT, LEFT]],
  4: [[BOTTOM, RIGHT]],
  5: [
    [TOP, LEFT],
    [BOTTOM, RIGHT],
  ],
  6: [[BOTTOM, TOP]],
  7: [[BOTTOM, LEFT]],
  8: [[LEFT, BOTTOM]],
  9: [[TOP, BOTTOM]],
  10: [
    [RIGHT, TOP],
    [LEFT, BOTTOM],
  ],
  11: [[RIGHT, BOTTOM]],
  12: [[LEFT, RIGHT]],
  13: [[TOP, RIGHT]],
  14: [[LEFT, TOP]],
}

/** The same for alternating corners that are connected through the centre. */
const CONNECTED_SADDLES: Record<number, [number, number][]> = {
  5: [
    [TOP, RIGHT],
    [BOTTOM, LEFT],
  ],
  10: [
    [LEFT, TOP],
    [RIGHT, BOTTOM],
  ],
}

function crossing(grid: Float64Array, padded: number, level: number, edge: number): Point {
  const k = edge >> 1
  const down = edge & 1
  const from = grid[k] as number
  const to = grid[down ? k + padded : k + 1] as number
  const along = (level - from) / (to - from)
  const i = (k % padded) - 1
  const j = Math.floor(k / padded) - 1
  return down ? [i, j + along] : [i + along, j]
}

function appendDistinct(ring: Ring, point: Point): void {
  const last = ring.at(-1)
  if (!last || !samePoint(last, point)) ring.push(point)
}
