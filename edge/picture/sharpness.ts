import type { Grey } from './grey.ts'
import { type Kernel, withKernel } from './kernel.ts'

/** Pixels from the border that have all of their neighbours in every direction, as far as the blur of nine reaches. */
const MARGIN = 5
/** Share of the pixels that count: the strongest edges. */
const STRONGEST = 0.005
/** What rounding to whole grey levels may do to a difference; in a very blurred picture it is all there is. */
const ROUNDING = 1
/** Bins per grey level when the strongest edges are sought, and what the kernel needs to count them. */
const BINS = 4
const BANK_BYTES = 16384

/** Edges of one direction count from this share of the strongest direction's steepness: fainter ones are shading. */
const FAINTEST = 0.1

/**
 * How crisp a picture's strongest edges are: the share of their steepness that a further blur would take.
 * 0 for nothing (they are blurred already), near 1 for crisp ones. Of four directions the most
 * blurred one counts, so that a moved phone is found as well.
 *
 * This is one minus the blur metric of Crété et al., of the strongest edges only and of the diagonals, too.
 * Over the whole picture that metric takes the soft shading of a smooth door for blur. On 360 photos at
 * 512 pixels, the limit of quality.ts flags 0.6 % as they are, 81 % blurred by a Gaussian of 2 pixels, all
 * blurred by 3, and 88 % moved diagonally by 9.
 *
 * @returns 0 to 1; 0 for a picture without any edge
 * @see Crété, Dolmière, Ladret, Nicolas: The blur effect (SPIE 6492, 2007)
 */
export function sharpnessOf({ data, width, height }: Grey): number {
  const counted = Math.max(width - 2 * MARGIN, 0) * Math.max(height - 2 * MARGIN, 0)
  if (counted === 0) return 0
  return withKernel([4 * data.length, BANK_BYTES], (kernel, memory, [grey, scratch]) => {
    new Float32Array(memory.buffer, grey, data.length).set(data)
    const directions = [1, width, width + 1, width - 1].map((step) => {
      const from = strongestFrom(kernel, memory, { grey, width, height, step, scratch, counted })
      return { from, crispness: crispness(kernel, memory, { grey, width, height, step, scratch, from }) }
    })
    const strongest = Math.max(...directions.map(({ from }) => from))
    const steep = directions.filter(({ from }) => from >= strongest * FAINTEST)
    return Math.min(...steep.map(({ crispness }) => crispness))
  })
}

/** A grey picture in the kernel's memory, and the direction looked at. */
interface Place {
  grey: number
  width: number
  height: number
  /** From a pixel to its neighbour, in pixels. */
  step: number
  scratch: number
}

/** The difference between neighbours, in grey levels, that only the strongest edges reach. */
function strongestFrom(kernel: Kernel, memory: Uint8Array, place: Place & { counted: number }): number {
  const { grey, width, height, step, scratch, counted } = place
  kernel.countDifferences(grey, width, height, step, MARGIN, scratch)
  const histogram = new Int32Array(memory.buffer, scratch, 256 * BINS)
  let stronger = 0
  let bin = histogram.length
  while (bin > 0 && stronger < counted * STRONGEST) stronger += histogram[--bin]!
  return bin / BINS
}

/** @param from difference between neighbours that an edge has at least */
function crispness(kernel: Kernel, memory: Uint8Array, place: Place & { from: number }): number {
  const { grey, width, height, step, scratch, from } = place
  kernel.sumEdges(grey, width, height, step, MARGIN, from, ROUNDING, scratch)
  const [steepness, lost] = new Float64Array(memory.buffer, scratch, 2) as unknown as [number, number]
  return steepness > 0 ? lost / steepness : 0
}
