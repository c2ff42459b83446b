import { withKernel } from './kernel.ts'

export interface ClaheSettings {
  /** Highest histogram bin, as a multiple of a flat histogram's; 0 is unlimited. @default 3 */
  clipLimit?: number
  /** @default 6 */
  tilesX?: number
  /** @default 6 */
  tilesY?: number
}

/** The setting of the article that this project's recipe follows. */
export const defaultClahe = { clipLimit: 3, tilesX: 6, tilesY: 6 } as const

/** A tile grid laid over a picture, and the clip limit in pixels. */
export interface TileGrid {
  tilesX: number
  tilesY: number
  tileWidth: number
  tileHeight: number
  clip: number
}

/**
 * Contrast limited adaptive histogram equalisation: OpenCV's `createCLAHE(clipLimit, (tilesX,
 * tilesY)).apply(luma)`, byte for byte.
 *
 * @param luma one byte per pixel, row-major, `width * height` of them
 * @returns as many bytes, in a new array
 * @throws {RangeError} for settings out of bounds
 * @see Zuiderveld, Graphics Gems IV (1994), VIII.5; OpenCV modules/imgproc/src/clahe.cpp
 */
export function clahe(
  luma: Uint8Array,
  width: number,
  height: number,
  settings: ClaheSettings = {},
): Uint8Array {
  const grid = tileGrid(width, height, settings)
  const { tilesX, tilesY, tileWidth, tileHeight, clip } = grid
  const scratchSize = claheScratchSize(width, grid)
  return withKernel([luma.length, luma.length, scratchSize], (kernel, memory, [from, to, scratch]) => {
    memory.set(luma, from)
    kernel.clahe(from, width, height, tilesX, tilesY, tileWidth, tileHeight, clip, to, scratch)
    return memory.slice(to, to + luma.length)
  })
}

/**
 * Where OpenCV puts its tiles: as soon as one side is not divisible it pads both, the divisible one
 * by a pixel per tile.
 *
 * @throws {RangeError} for settings out of bounds
 */
export function tileGrid(width: number, height: number, settings: ClaheSettings): TileGrid {
  const { clipLimit, tilesX, tilesY } = { ...defaultClahe, ...settings }
  for (const [name, tiles] of Object.entries({ tilesX, tilesY })) {
    if (!Number.isInteger(tiles) || tiles < 1 || tiles > 256) {
      throw new RangeError(`Expected an integer from 1 to 256 for ${name} but received ${tiles}`)
    }
  }
  if (!(clipLimit >= 0)) throw new RangeError(`Expected 0 or more for clipLimit but received ${clipLimit}`)
  const whole = width % tilesX === 0 && height % tilesY === 0
  const tileWidth = whole ? width / tilesX : Math.floor(width / tilesX) + 1
  const tileHeight = whole ? height / tilesY : Math.floor(height / tilesY) + 1
  const area = tileWidth * tileHeight
  const clip = clipLimit === 0 ? area : Math.min(Math.max(Math.trunc((clipLimit * area) / 256), 1), area)
  return { tilesX, tilesY, tileWidth, tileHeight, clip }
}

/** Bytes of scratch memory that the kernel's `clahe` asks for; see kernel/clahe.ts. */
export const claheScratchSize = (width: number, { tilesX, tilesY }: TileGrid): number =>
  4096 + 256 * tilesX * tilesY + 1028 * (tilesX + 1) + 4 * (width + 8)
