import { insideRing } from '../../inference/geometry/inside.ts'
import { ringArea } from '../../inference/geometry/ring.ts'
import type { Point, Ring } from '../../inference/geometry/types.ts'
import type { Size } from './view.ts'

export interface Target {
  id: string
  /** 0 to 1 across the photo. */
  polygons: readonly Ring[]
}

/**
 * Which target a pointer means: of those it is inside of the smallest, so that a scratch on a large dent can be
 * reached; else the nearest within reach, so that hair-thin scratches can be hit with a finger.
 *
 * @param point 0 to 1 across the photo
 * @param shown the photo's size on the screen, in CSS pixels
 * @param reach in CSS pixels
 */
export function hitTest(point: Point, targets: readonly Target[], shown: Size, reach: number): string | null {
  let inside: string | null = null
  let smallest = Number.POSITIVE_INFINITY
  let near: string | null = null
  let nearest = reach
  for (const { id, polygons } of targets) {
    if (polygons.some((ring) => insideRing(point, ring))) {
      const area = polygons.reduce((sum, ring) => sum + ringArea(ring), 0)
      if (area < smallest) [inside, smallest] = [id, area]
    } else if (inside === null) {
      for (const ring of polygons) {
        const distance = distanceToRing(point, ring, shown)
        if (distance <= nearest) [near, nearest] = [id, distance]
      }
    }
  }
  return inside ?? near
}

/** From a point to an outline, in the unit of `scale`, which says how much 1 is along each axis. */
export function distanceToRing(point: Point, ring: Ring, scale: Size): number {
  const edge = nearestEdge(point, ring, scale)
  return edge ? edge.distance : Number.POSITIVE_INFINITY
}

export interface NearestEdge {
  /** The edge from vertex `index` to the next one. */
  index: number
  /** The nearest point on it, in the ring's own unit. */
  at: Point
  /** In the unit of the scale. */
  distance: number
}

/** null for a ring without vertices. */
export function nearestEdge([x, y]: Point, ring: Ring, { width, height }: Size): NearestEdge | null {
  let best: NearestEdge | null = null
  ring.forEach(([ax, ay], index) => {
    const [bx, by] = ring[(index + 1) % ring.length] as Point
    const [dx, dy] = [(bx - ax) * width, (by - ay) * height]
    const along = ((x - ax) * width * dx + (y - ay) * height * dy) / (dx * dx + dy * dy || 1)
    const t = Math.min(Math.max(along, 0), 1)
    const at: Point = [ax + (bx - ax) * t, ay + (by - ay) * t]
    const distance = Math.hypot((x - at[0]) * width, (y - at[1]) * height)
    if (!best || distance < best.distance) best = { index, at, distance }
  })
  return best
}
