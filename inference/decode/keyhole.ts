import { onSegment, samePoint, segmentsCross, turn } from '../geometry/turn.ts'
import type { Point, Ring } from '../geometry/types.ts'

/**
 * Leads an outline into its holes and back along the same line, so that one outline without holes of its own
 * describes the piece. The line has no width: by the shoelace formula and under the even-odd and non-zero
 * rules alike, what the outline encloses is the piece less its holes.
 *
 * Each line runs through the piece alone, from a vertex to one that it sees: one such pair there always is, as
 * a region with holes can be cut into triangles (de Berg et al., Computational Geometry, 3rd ed., theorem 3.1).
 * Of all holes and lines the shortest comes first. Coordinates that are whole numbers make every test exact.
 *
 * @param outer outline, of positive signed area
 * @param holes outlines inside of it, of negative signed area; none crosses another or itself
 * @returns `outer` with at most two more vertices and the hole's own for each hole
 */
export function joinHoles(outer: Ring, holes: readonly Ring[]): Ring {
  const left = [...holes]
  let joined = outer
  while (left.length > 0) {
    const { from, hole, entry } = shortestBridge(joined, left)
    joined = leadInto(joined, from, hole, entry)
    left.splice(left.indexOf(hole), 1)
  }
  return joined
}

/** From which vertex of the outline to which of the hole. */
interface Bridge {
  from: number
  hole: Ring
  entry: number
}

function shortestBridge(outline: Ring, holes: readonly Ring[]): Bridge {
  const rings = [outline, ...holes]
  const clear = nearestPair(
    outline,
    holes,
    (bridge) => opensInto(outline, bridge) && !isBlocked(rings, outline, bridge),
  )
  // Outlines that run along each other, as those cut off at the photo's border, may hide all vertices.
  return clear ?? (nearestPair(outline, holes, () => true) as Bridge)
}

function nearestPair(
  outline: Ring,
  holes: readonly Ring[],
  isUsable: (bridge: Bridge) => boolean,
): Bridge | null {
  let nearest = Infinity
  let best: Bridge | null = null
  for (const hole of holes) {
    for (const [from, [ax, ay]] of outline.entries()) {
      for (const [entry, [bx, by]] of hole.entries()) {
        const distance = (ax - bx) ** 2 + (ay - by) ** 2
        if (distance >= nearest || !isUsable({ from, hole, entry })) continue
        nearest = distance
        best = { from, hole, entry }
      }
    }
  }
  return best
}

/** Whether a line sets out, at both of its ends, into the piece. */
function opensInto(outline: Ring, { from, hole, entry }: Bridge): boolean {
  const [a, b] = [outline[from] as Point, hole[entry] as Point]
  return samePoint(a, b) || (facesInside(outline, from, b) && facesInside(hole, entry, a))
}

/** Whether a point lies between the two edges that meet at a vertex, on their inner side. */
function facesInside(ring: Ring, at: number, point: Point): boolean {
  const [before, vertex, after] = [ring.at(at - 1), ring[at], ring[(at + 1) % ring.length]] as [
    Point,
    Point,
    Point,
  ]
  const [rightOfFirst, rightOfSecond] = [turn(before, vertex, point) > 0, turn(vertex, after, point) > 0]
  return turn(before, vertex, after) >= 0 ? rightOfFirst && rightOfSecond : rightOfFirst || rightOfSecond
}

/** Whether a line crosses an edge, or runs over a vertex: one nearer to either end. */
function isBlocked(rings: readonly Ring[], outline: Ring, { from, hole, entry }: Bridge): boolean {
  const [a, b] = [outline[from] as Point, hole[entry] as Point]
  return rings.some((ring) => {
    let last = ring.at(-1) as Point
    return ring.some((point) => {
      const before = last
      last = point
      if (segmentsCross(a, b, before, point)) return true
      return onSegment(a, b, point) && !samePoint(point, a) && !samePoint(point, b)
    })
  })
}

function leadInto(outline: Ring, from: number, hole: Ring, entry: number): Ring {
  const tour = [...hole.slice(entry), ...hole.slice(0, entry), hole[entry] as Point]
  // Where the two touch, the line has no length, and one vertex stands for both of its ends.
  const touching = samePoint(outline[from] as Point, hole[entry] as Point)
  return [
    ...outline.slice(0, from + 1),
    ...(touching ? tour.slice(1) : tour),
    ...outline.slice(touching ? from + 1 : from),
  ]
}
