import type { Point, Ring } from '../../inference/geometry/types.ts'

/**
 * Changes to outlines. Coordinates run from 0 to 1 across the photo and stay there; nothing is changed in place.
 */
export type Outlines = readonly Ring[]

export const inPhoto = ([x, y]: Point): Point => [clamp(x), clamp(y)]

const clamp = (share: number) => Math.min(Math.max(share, 0), 1)

const replaceRing = (outlines: Outlines, at: number, change: (ring: Ring) => Ring): Outlines =>
  outlines.map((ring, index) => (index === at ? change(ring) : ring))

export const moveVertex = (outlines: Outlines, ring: number, vertex: number, to: Point): Outlines =>
  replaceRing(outlines, ring, (points) =>
    points.map((point, index) => (index === vertex ? inPhoto(to) : point)),
  )

/** @param edge the one from vertex `edge` to the next; the new vertex is number `edge` + 1 */
export const insertVertex = (outlines: Outlines, ring: number, edge: number, at: Point): Outlines =>
  replaceRing(outlines, ring, (points) => points.toSpliced(edge + 1, 0, inPhoto(at)))

/** A piece of three points goes as a whole: two points are no outline. */
export function removeVertex(outlines: Outlines, ring: number, vertex: number): Outlines {
  const points = outlines[ring]
  if (!points || vertex < 0 || vertex >= points.length) return outlines
  return points.length <= 3
    ? removeRing(outlines, ring)
    : replaceRing(outlines, ring, () => points.toSpliced(vertex, 1))
}

/** Moves a piece as a whole, keeping its shape: at the photo's border it stops. */
export const moveRing = (outlines: Outlines, ring: number, dx: number, dy: number): Outlines =>
  replaceRing(outlines, ring, (points) => {
    const x = within(
      dx,
      points.map(([px]) => px),
    )
    const y = within(
      dy,
      points.map(([, py]) => py),
    )
    return points.map(([px, py]) => inPhoto([px + x, py + y]))
  })

const within = (shift: number, values: number[]) =>
  Math.min(Math.max(shift, -Math.min(...values)), 1 - Math.max(...values))

export const addRing = (outlines: Outlines, ring: Ring): Outlines => [...outlines, ring.map(inPhoto)]

export const removeRing = (outlines: Outlines, ring: number): Outlines => outlines.toSpliced(ring, 1)
