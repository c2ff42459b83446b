import type { Point, Ring } from '../geometry/types.ts'

/**
 * Leads an outline into its holes and back along the same line, so that one outline without holes of its own
 * describes the piece. The line has no width: by the shoelace formula and under the even-odd and non-zero
 * rules alike, what the outline encloses is the piece less its holes.
 *
 * @param outer outline, of the winding opposite to the holes'
 * @param holes outlines inside of it
 * @returns `outer` with two more vertices and the hole's own for each hole
 */
export function joinHoles(outer: Ring, holes: Ring[]): Ring {
  return holes.reduce(joinHole, outer)
}

function joinHole(outer: Ring, hole: Ring): Ring {
  let nearest = Infinity
  let at = 0
  let entry = 0
  for (let i = 0; i < outer.length; i++) {
    for (let j = 0; j < hole.length; j++) {
      const [ax, ay] = outer[i] as Point
      const [bx, by] = hole[j] as Point
      const distance = (ax - bx) ** 2 + (ay - by) ** 2
      if (distance >= nearest) continue
      nearest = distance
      at = i
      entry = j
    }
  }
  const tour = [...hole.slice(entry), ...hole.slice(0, entry), hole[entry] as Point]
  return [...outer.slice(0, at + 1), ...tour, ...outer.slice(at)]
}
