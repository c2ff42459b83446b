import type { Box, Ring } from './types.ts'

/**
 * Area enclosed by a simple polygon, by the shoelace formula.
 *
 * @param ring vertices in order, without repeating the first; any unit of length
 * @returns area in that unit squared, positive where the vertices run clockwise as seen on a screen
 *   (x to the right, y down); 0 for fewer than three vertices
 */
export function signedArea(ring: Ring): number {
  let twice = 0
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [x, y] of ring) {
    twice += px * y - x * py
    px = x
    py = y
  }
  return twice / 2
}

/** {@link signedArea} independent of winding. */
export const ringArea = (ring: Ring): number => Math.abs(signedArea(ring))

/** Length of the closed outline, in the ring's unit. */
export function ringPerimeter(ring: Ring): number {
  let length = 0
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [x, y] of ring) {
    length += Math.sqrt((x - px) ** 2 + (y - py) ** 2)
    px = x
    py = y
  }
  return length
}

/** The smallest box around all rings, in their unit; an empty box at the origin when there are no vertices. */
export function ringsBox(rings: Ring[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < box[0]) box[0] = x
      if (y < box[1]) box[1] = y
      if (x > box[2]) box[2] = x
      if (y > box[3]) box[3] = y
    }
  }
  return box[0] <= box[2] ? box : [0, 0, 0, 0]
}
