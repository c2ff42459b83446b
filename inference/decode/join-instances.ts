import { encloseBoxes } from '../geometry/box.ts'
import { type Instance, MASK_SIDE } from '../instance.ts'

/**
 * One instance from two pieces of the same damage: the box around both and, over it, whichever mask says more.
 *
 * @returns label and score of the better one
 */
export function joinInstances(a: Instance, b: Instance): Instance {
  const better = b.score > a.score ? b : a
  const box = encloseBoxes(a.box, b.box)
  const mask = new Float32Array(MASK_SIDE * MASK_SIDE)
  for (let j = 0; j < MASK_SIDE; j++) {
    const y = box[1] + ((j + 0.5) / MASK_SIDE) * (box[3] - box[1])
    for (let i = 0; i < MASK_SIDE; i++) {
      const x = box[0] + ((i + 0.5) / MASK_SIDE) * (box[2] - box[0])
      mask[j * MASK_SIDE + i] = Math.max(maskAt(a, x, y), maskAt(b, x, y))
    }
  }
  return { label: better.label, score: better.score, box, mask }
}

/**
 * An instance's mask at a place in the photo, interpolated between its samples' centres; 0 outside its box.
 * The half sample along the border takes the border's value: a piece that a tile cut off reaches to the cut.
 */
export function maskAt({ box: [x1, y1, x2, y2], mask }: Instance, x: number, y: number): number {
  if (x < x1 || x > x2 || y < y1 || y > y2) return 0
  const [i0, i1, u] = neighbours(((x - x1) / (x2 - x1)) * MASK_SIDE - 0.5)
  const [j0, j1, v] = neighbours(((y - y1) / (y2 - y1)) * MASK_SIDE - 0.5)
  const at = (i: number, j: number): number => mask[j * MASK_SIDE + i] as number
  const top = at(i0, j0) * (1 - u) + at(i1, j0) * u
  const bottom = at(i0, j1) * (1 - u) + at(i1, j1) * u
  return top * (1 - v) + bottom * v
}

function neighbours(position: number): [low: number, high: number, fraction: number] {
  const clamped = Math.min(Math.max(position, 0), MASK_SIDE - 1)
  const low = Math.floor(clamped)
  return [low, Math.min(low + 1, MASK_SIDE - 1), clamped - low]
}
