import type { Point, Ring } from './types.ts'

/** Whether a point lies inside an outline, by the even-odd rule; on the outline itself, either. */
export function insideRing([x, y]: Point, ring: Ring): boolean {
  let inside = false
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [qx, qy] of ring) {
    if (qy > y !== py > y && x < ((px - qx) * (y - qy)) / (py - qy) + qx) inside = !inside
    px = qx
    py = qy
  }
  return inside
}
