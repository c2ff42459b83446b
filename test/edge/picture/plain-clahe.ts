import type { ClaheSettings } from '../../../edge/picture/clahe.ts'

const f = Math.fround

/**
 * CLAHE as OpenCV's source states it, step by step and pixel by pixel: slow, and independent of the
 * kernel that it is compared with.
 */
export function plainClahe(
  luma: Uint8Array,
  width: number,
  height: number,
  { clipLimit, tilesX, tilesY }: Required<ClaheSettings>,
): Uint8Array {
  const whole = width % tilesX === 0 && height % tilesY === 0
  const padX = whole ? 0 : tilesX - (width % tilesX)
  const padY = whole ? 0 : tilesY - (height % tilesY)
  const tileWidth = (width + padX) / tilesX
  const tileHeight = (height + padY) / tilesY
  const luts = Array.from({ length: tilesX * tilesY }, (_, tile) => {
    const histogram = new Array<number>(256).fill(0)
    for (let y = 0; y < tileHeight; y++) {
      for (let x = 0; x < tileWidth; x++) {
        const sx = reflect101((tile % tilesX) * tileWidth + x, width)
        const sy = reflect101(Math.floor(tile / tilesX) * tileHeight + y, height)
        histogram[luma[sy * width + sx]!]!++
      }
    }
    return lutOf(histogram, tileWidth * tileHeight, clipLimit)
  })

  return Uint8Array.from(luma, (value, i) => {
    const [x1, x2, xa] = place(i % width, tileWidth, tilesX)
    const [y1, y2, ya] = place(Math.floor(i / width), tileHeight, tilesY)
    const at = (x: number, y: number) => luts[y * tilesX + x]![value]!
    const top = f(f(at(x1, y1) * f(1 - xa)) + f(at(x2, y1) * xa))
    const bottom = f(f(at(x1, y2) * f(1 - xa)) + f(at(x2, y2) * xa))
    return roundHalfToEven(f(f(top * f(1 - ya)) + f(bottom * ya)))
  })
}

function lutOf(histogram: number[], area: number, clipLimit: number): number[] {
  if (clipLimit > 0) {
    const clip = Math.max(Math.trunc((clipLimit * area) / 256), 1)
    const excess = histogram.reduce((sum, count) => sum + Math.max(count - clip, 0), 0)
    const clipped = histogram.map((count) => Math.min(count, clip) + Math.floor(excess / 256))
    let rest = excess % 256
    const step = Math.max(Math.floor(256 / rest), 1)
    for (let i = 0; i < 256 && rest > 0; i += step, rest--) clipped[i]!++
    histogram = clipped
  }
  let sum = 0
  return histogram.map((count) => {
    sum += count
    return Math.min(roundHalfToEven(f(f(sum) * f(255 / area))), 255)
  })
}

function place(i: number, tileLength: number, tiles: number): [number, number, number] {
  const position = f(f(i * f(1 / tileLength)) - 0.5)
  const before = Math.floor(position)
  return [Math.max(before, 0), Math.min(before + 1, tiles - 1), f(position - before)]
}

function reflect101(i: number, length: number): number {
  if (length === 1) return 0
  while (i >= length) i = Math.abs(2 * (length - 1) - i)
  return i
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const fraction = value - floor
  return fraction > 0.5 || (fraction === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}
