import { type ClaheSettings, claheScratchSize, tileGrid } from './clahe.ts'
import { withKernel } from './kernel.ts'
import type { Picture } from './picture.ts'

/**
 * Brings out low-contrast damage: CLAHE on the luma, chroma untouched, as the recipe of the
 * founding article in OpenCV (`RGB2YUV`, `createCLAHE(3.0, (6, 6))` on Y, `YUV2RGB`), byte for byte.
 *
 * @param room where the result goes, as many bytes as the picture has. @default new room
 * @throws {RangeError} for settings out of bounds
 */
export function enhance(
  { data, width, height }: Picture,
  settings: ClaheSettings = {},
  room: Uint8Array = new Uint8Array(data.length),
): Picture {
  const count = width * height
  const grid = tileGrid(width, height, settings)
  const { tilesX, tilesY, tileWidth, tileHeight, clip } = grid
  const scratchSize = claheScratchSize(width, grid)
  return withKernel(
    [data.length, count, count, scratchSize],
    (kernel, memory, [rgb, luma, enhanced, scratch]) => {
      memory.set(data, rgb)
      kernel.luma(rgb, count, luma)
      kernel.clahe(luma, width, height, tilesX, tilesY, tileWidth, tileHeight, clip, enhanced, scratch)
      kernel.replaceLuma(rgb, luma, enhanced, count, rgb)
      room.set(memory.subarray(rgb, rgb + data.length))
      return { data: room, width, height }
    },
  )
}
