import type { Ring } from '../../../inference/geometry/types.ts'

/** Scanlines per row of cells. */
const LINES = 16

/**
 * Antialiased drawing: the share of each cell that lies inside the rings, by the even-odd rule, exact along x and
 * sampled along y. Written without the geometry under test, to be its judge.
 *
 * @param rings in units of cells
 * @returns row-major `width` × `height` shares, 0 to 1
 */
export function coverage(rings: Ring[], width: number, height: number): Float32Array {
  const shares = new Float32Array(width * height)
  for (let line = 0; line < height * LINES; line++) {
    const crossings = crossingsAt(rings, (line + 0.5) / LINES)
    const row = Math.floor(line / LINES) * width
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, crossings[k] as number)
      const to = Math.min(width, crossings[k + 1] as number)
      for (let x = Math.floor(from); x < to; x++) {
        const share = Math.min(to, x + 1) - Math.max(from, x)
        shares[row + x] = (shares[row + x] as number) + share / LINES
      }
    }
  }
  return shares
}

function crossingsAt(rings: Ring[], y: number): number[] {
  const crossings: number[] = []
  for (const ring of rings) {
    let [px, py] = ring.at(-1) ?? [0, 0]
    for (const [qx, qy] of ring) {
      if (qy > y !== py > y) crossings.push(((px - qx) * (y - qy)) / (py - qy) + qx)
      px = qx
      py = qy
    }
  }
  return crossings.sort((a, b) => a - b)
}
