import { kernelBinary } from './kernel-binary.ts'

/** What kernel/ exports; every number is a byte offset into `memory`, a size or a count. */
export interface Kernel {
  memory: WebAssembly.Memory
  luma(rgb: number, count: number, out: number): void
  replaceLuma(rgb: number, luma: number, replacement: number, count: number, out: number): void
  shrink(
    from: number,
    floats: boolean,
    width: number,
    columns: number,
    columnShares: number,
    columnShare: number,
    outWidth: number,
    rows: number,
    rowShares: number,
    rowShare: number,
    outHeight: number,
    sums: number,
    out: number,
  ): void
  countDifferences(
    grey: number,
    width: number,
    height: number,
    step: number,
    margin: number,
    banks: number,
  ): void
  sumEdges(
    grey: number,
    width: number,
    height: number,
    step: number,
    margin: number,
    threshold: number,
    rounding: number,
    sums: number,
  ): void
  clahe(
    luma: number,
    width: number,
    height: number,
    tilesX: number,
    tilesY: number,
    tileWidth: number,
    tileHeight: number,
    clip: number,
    out: number,
    scratch: number,
  ): void
}

const PAGE = 65536
/** Vector instructions may touch this much behind a picture. */
const MARGIN = 64
/** Memory kept for the next picture: enough for working pictures, too little to hold on to a 12-megapixel one. */
const KEPT_BYTES = 32 * 1024 * 1024

let module: WebAssembly.Module | undefined
let idle: Kernel | undefined

/**
 * Runs `work` with the kernel and places for pictures of the given sizes in its memory.
 * WebAssembly memory never shrinks and is costly to come by, so it is kept between calls up to a
 * limit; its contents mean nothing from one call to the next.
 *
 * @param sizes bytes per place
 * @param work gets the kernel, its memory and the byte offset of each place; must copy out what it returns
 */
export function withKernel<T, const Sizes extends readonly number[]>(
  sizes: Sizes,
  work: (kernel: Kernel, memory: Uint8Array, places: { [I in keyof Sizes]: number }) => T,
): T {
  const places: number[] = []
  let end = PAGE
  for (const size of sizes) {
    places.push(end)
    end += Math.ceil((size + MARGIN) / 16) * 16
  }
  const kernel = idle ?? instantiate()
  idle = undefined
  const missing = end - kernel.memory.buffer.byteLength
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE))
  const memory = new Uint8Array(kernel.memory.buffer)
  const result = work(kernel, memory, places as { [I in keyof Sizes]: number })
  if (memory.length <= KEPT_BYTES) idle = kernel
  return result
}

function instantiate(): Kernel {
  module ??= new WebAssembly.Module(Buffer.from(kernelBinary, 'base64'))
  return new WebAssembly.Instance(module).exports as unknown as Kernel
}
